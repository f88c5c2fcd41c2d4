import type { Me } from "@istmo/contracts";

/** The pages of the administration, in the order of its tabs. */
export const administrationPaths = [
  "/people",
  "/invitations",
  "/access-requests",
  "/organisations",
  "/audit",
  "/outbox",
] as const;
export type AdministrationPath = (typeof administrationPaths)[number];

/** The pages that this person may open; none for most. */
export function administrationFor(me: Me | undefined): readonly AdministrationPath[] {
  if (me === undefined) return [];
  const { people, inviteTo, decideRequests, audit, mail } = me.abilities.administration;
  const invites = inviteTo.length > 0;
  const isOpen: Record<AdministrationPath, boolean> = {
    // Whoever invites sees the people of the own centre or organisation.
    "/people": people || invites,
    "/invitations": invites,
    "/access-requests": decideRequests,
    "/organisations": people,
    "/audit": audit !== null,
    "/outbox": mail,
  };
  return administrationPaths.filter((path) => isOpen[path]);
}

/** Whether an address lies in the administration. */
export function isAdministration(pathname: string): boolean {
  return administrationPaths.some((path) => pathname === path || pathname.startsWith(`${path}/`));
}
