/** Who accepts and rejects what others suggest in a text. */
import { can } from "./abilities.ts";
import type { Actor } from "./actor.ts";
import type { EditionRole, PaperFacts } from "./paper.ts";
import type { OwnedSection } from "./section-owners.ts";

export interface SuggestionDecisions {
  /** In text of no section that is somebody's: it is the lead centre's. */
  readonly elsewhere: boolean;
  readonly sections: readonly { readonly sectionId: string; readonly decides: boolean }[];
}

/**
 * In which sections somebody decides: whoever leads the section's owner, the office in its own. Only
 * who may edit the text there can decide; to withdraw what one has suggested oneself takes no right.
 */
export function suggestionDecisions(
  actor: Actor,
  role: EditionRole,
  {
    paper: { leadCentreId, classification },
    sections,
  }: { readonly paper: PaperFacts; readonly sections: readonly OwnedSection[] },
): SuggestionDecisions {
  const decides = (ownerId: string) =>
    can(actor, "suggestion.decide", { sectionOwnerIds: [ownerId], classification });
  const isEditor = role === "editor";
  return {
    elsewhere: isEditor && decides(leadCentreId),
    sections: sections.map(({ sectionId, ownerId }) => ({
      sectionId,
      decides: isEditor && decides(ownerId),
    })),
  };
}
