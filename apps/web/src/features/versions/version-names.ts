import type { EditionVersion } from "@istmo/contracts";
import type { TFunction } from "i18next";
import type { Language } from "../../i18n/i18n.ts";
import { formatMoment } from "../../lib/dates.ts";

/** What a version is called: the name that somebody gave it, or why it was kept. */
export const nameOf = (t: TFunction, { name, reason }: EditionVersion): string =>
  name ?? t(`versions.reason.${reason}`);

/** In a list of versions to choose from: number, name and day. */
export const optionOf = (t: TFunction, version: EditionVersion, language: Language): string =>
  t("versions.option", {
    number: version.number,
    name: nameOf(t, version),
    when: formatMoment(version.createdAt, language),
  });

/** The latest text, which is no version yet. */
export const now = "now";

/** The two sides of a comparison: ids of versions, or `now`. */
export interface Compared {
  readonly before: string;
  readonly after: string;
}
