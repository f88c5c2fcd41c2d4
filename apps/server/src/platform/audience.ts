/** Who hears an event: names of audiences, matched with what a person's posts entitle to. */
import {
  classificationLevels,
  isClearedFor,
  isOffice,
  isStaff,
  subjectsOf,
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

/** The audiences that a person belongs to today: everything that something can be given to, and the groups. */
export function audiencesOf(actor: Actor): string[] {
  return [
    ...subjectsOf(actor),
    ...(isStaff(actor) ? [audience.staff] : []),
    ...(isOffice(actor) ? [audience.office] : []),
  ];
}

/** The classifications that a person may hear and read of. */
export function levelsOf(actor: Actor): ClassificationLevel[] {
  return classificationLevels.filter((level) => isClearedFor(actor.clearedTo, level));
}
