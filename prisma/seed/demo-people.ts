/** The accounts of the demonstration, as its papers and comments name them. */
import type { DomainData } from "./domain-files.ts";

/** The person of an account: "lead.pa" is "person-lead-pa". */
export const personId = (account: string) => `person-${account.replace(".", "-")}`;

/** The account that leads a centre. */
export function leadOf({ accounts }: Pick<DomainData, "accounts">, centreId: string): string {
  const lead = accounts.find(({ role, centre }) => role === "centre_lead" && centre === centreId);
  if (lead === undefined) throw new Error(`Nobody leads ${centreId}.`);
  return lead.id;
}
