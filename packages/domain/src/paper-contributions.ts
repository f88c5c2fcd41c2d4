/** Who adds to what a paper is made of besides its text: pictures and sources. */
import type { EditionRole } from "./paper.ts";

/** Whether somebody with this role in the text may add pictures and sources: who writes in it, or suggests. */
export function mayAddToPaper(role: EditionRole | null): boolean {
  return role === "editor" || role === "suggester";
}
