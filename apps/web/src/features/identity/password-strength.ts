/** What the page can honestly say of a new password. The server decides and may refuse more. */

/** As in contracts/http/sign-in.ts, which the page cannot load for its size. */
export const shortestPassword = 12;
export const longestPassword = 200;

export type PasswordFault = "too_short" | "too_long" | "names_owner";

/** Lower case and without accents, so that "Peña" is found in "pena2026". */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The words by which somebody is known: of their name, and the address before its "@". */
function ownWords(about: readonly string[]): string[] {
  return about
    .flatMap((text) => plain(text.split("@")[0] ?? "").split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 4);
}

/** What is wrong with a password for somebody with this name and address. */
export function passwordFaults(password: string, about: readonly string[] = []): PasswordFault[] {
  const faults: PasswordFault[] = [];
  const length = [...password].length;
  if (length < shortestPassword) faults.push("too_short");
  if (length > longestPassword) faults.push("too_long");
  const shown = plain(password);
  if (ownWords(about).some((word) => shown.includes(word))) faults.push("names_owner");
  return faults;
}
