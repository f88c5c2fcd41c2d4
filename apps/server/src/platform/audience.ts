/** Who hears an event: names of audiences, matched with what a person's posts entitle to. */
import {
  classificationLevels,
  isClearedFor,
  isOffice,
  isStaff,
  type Actor,
  type ClassificationLevel,
} from "@istmo/domain";

export const audience = {
  /** Everybody of the office and of the centres. */
  staff: "staff",
  office: "office",
  centre: (centreId: string) => `centre:${centreId}`,
  person: (personId: string) => `person:${personId}`,
} as const;

/** The audiences that a person belongs to today. */
export function audiencesOf(actor: Actor): string[] {
  const centres = new Set(actor.posts.flatMap(({ centreId }) => centreId ?? []));
  return [
    audience.person(actor.id),
    ...(isStaff(actor) ? [audience.staff] : []),
    ...(isOffice(actor) ? [audience.office] : []),
    ...[...centres].map(audience.centre),
  ];
}

/** The classifications that a person may hear and read of. */
export function levelsOf(actor: Actor): ClassificationLevel[] {
  return classificationLevels.filter((level) => isClearedFor(actor.clearedTo, level));
}
