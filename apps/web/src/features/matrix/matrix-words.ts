/** The words for what a row is, in the person's language. */
import type { MatrixRow } from "@istmo/contracts";
import type { TFunction } from "i18next";
import type { Tone } from "../../ui/badge.tsx";

export const dispositionKeys = [
  "accepted",
  "partially_accepted",
  "not_accepted",
  "noted",
] as const satisfies readonly NonNullable<MatrixRow["disposition"]>[];
export type Disposition = (typeof dispositionKeys)[number];

/** Those that say why. */
export const asksForReason = (disposition: MatrixRow["disposition"]): boolean =>
  disposition === "partially_accepted" || disposition === "not_accepted";

export const dispositionTone: Readonly<Record<Disposition, Tone>> = {
  accepted: "ok",
  partially_accepted: "accent",
  not_accepted: "danger",
  noted: "neutral",
};

export const stateTone = ({ state, isDone }: MatrixRow): Tone =>
  state === "contested" ? "danger" : state === "withdrawn" ? "neutral" : isDone ? "ok" : "warn";

export const paragraphWord = (t: TFunction, { paragraph, blockId }: MatrixRow): string =>
  paragraph !== null
    ? t("matrix.paragraph", { number: paragraph })
    : t(blockId === null ? "matrix.wholePaper" : "matrix.unnumbered");
