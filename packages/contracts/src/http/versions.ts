/** Versions of an edition: what was kept, by whom, and the text of each. */
import { versionKinds, versionReasons } from "@istmo/domain";
import { z } from "zod";
import { id, line, listQuery, page, personRef, rowVersion } from "./common.ts";

/** Characters of a version's name, after cleaning. */
export const versionNameLength = 120;

export const editionVersion = z.object({
  id,
  editionId: id,
  /** Runs on through the edition, without gaps. */
  number: z.int(),
  kind: z.enum(versionKinds),
  reason: z.enum(versionReasons),
  name: z.string().nullable(),
  /** The edition's title at the time. */
  title: z.string(),
  /** Null for the installation itself. */
  createdBy: personRef.nullable(),
  createdAt: z.iso.datetime(),
  /** Who wrote or took out something since the version before, and for whom they worked then. */
  authors: z.array(
    z.object({ person: personRef, centreId: id.nullable(), organisationId: id.nullable() }),
  ),
  /** Of the canonical JSON, as UTF-8. */
  sha256: z.string(),
  words: z.int().nullable(),
  /** Against the version before; null where that was not counted. */
  wordsAdded: z.int().nullable(),
  wordsRemoved: z.int().nullable(),
  version: rowVersion,
});
export type EditionVersion = z.infer<typeof editionVersion>;

export const versionsQuery = listQuery.extend({
  /** The number of the last version that was told. */
  cursor: z.coerce.number().pipe(z.int32().min(1)).optional(),
  /** "people": those alone that somebody kept or an act froze. */
  keptBy: z.enum(["anybody", "people"]).default("anybody"),
  /** Kept at this instant or before. */
  until: z.iso.datetime().optional(),
});

export const editionVersions = page(editionVersion).extend({
  abilities: z.object({
    /** Whether the person keeps versions and gives them names. */
    name: z.boolean(),
    /** What of the history they see: "frozen" leaves out the drafts between, "issued" all drafts. */
    sees: z.enum(["all", "frozen", "issued", "none"]),
  }),
});
export type EditionVersions = z.infer<typeof editionVersions>;

export const keepVersion = z.object({ name: line(versionNameLength) });
export const nameVersion = z.object({ name: line(versionNameLength), version: rowVersion });

export const versionText = z.object({
  id,
  editionId: id,
  number: z.int(),
  title: z.string(),
  sha256: z.string(),
  /** The text as canonical JSON: its SHA-256, over UTF-8, is `sha256`. */
  canonical: z.string(),
});
export type VersionText = z.infer<typeof versionText>;

/** Puts the text of a version back, or one section of it. */
export const restoreVersion = z.object({ sectionId: id.optional() });
export const restoration = z.object({
  text: versionText,
  /** The version as which the text was kept that is about to be replaced. */
  keptNumber: z.int(),
});
export type Restoration = z.infer<typeof restoration>;
