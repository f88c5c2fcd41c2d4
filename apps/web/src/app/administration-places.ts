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
  const { people, inviteTo, audit, mail } = me.abilities.administration;
  const invites = inviteTo.length > 0;
  const isOpen: Record<AdministrationPath, boolean> = {
    "/people": people,
    "/invitations": invites,
    "/access-requests": people || invites,
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
