/** The words for states, steps and the rest, with every key written out for the check of catalogues. */
import type { ActionItem, ActionStepName, Priority } from "@istmo/contracts";
import type { ActionState } from "@istmo/domain";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { textIn } from "../../lib/texts.ts";
import type { ItemField } from "./changed-actions.ts";

export interface ActionWords {
  readonly state: Record<ActionState, string>;
  readonly column: Record<ActionState, string>;
  readonly step: Record<ActionStepName, string>;
  readonly priority: Record<Priority, string>;
  readonly field: Record<ItemField, string>;
  readonly who: Record<string, string>;
  /** The title in the person's language, or in the one it was written in. */
  readonly titleOf: (item: Pick<ActionItem, "title">) => string;
  /** The language of that title where it is not the page's, for the `lang` of its element. */
  readonly langOf: (item: Pick<ActionItem, "title">) => string | undefined;
}

/** Each group is put into words when it is asked for: a board asks for few of them, on every card. */
export function useActionWords(): ActionWords {
  const { t } = useTranslation();
  const language = useLanguage();
  return useMemo(
    () => ({
      get state() {
        return {
          open: t("actions.state.open"),
          in_progress: t("actions.state.in_progress"),
          blocked: t("actions.state.blocked"),
          done: t("actions.state.done"),
          verified: t("actions.state.verified"),
          cancelled: t("actions.state.cancelled"),
        };
      },
      get column() {
        return {
          open: t("actions.column.open"),
          in_progress: t("actions.column.in_progress"),
          blocked: t("actions.column.blocked"),
          done: t("actions.column.done"),
          verified: t("actions.column.verified"),
          cancelled: t("actions.column.cancelled"),
        };
      },
      get step() {
        return {
          start: t("actions.step.start"),
          block: t("actions.step.block"),
          unblock: t("actions.step.unblock"),
          mark_done: t("actions.step.mark_done"),
          verify: t("actions.step.verify"),
          refuse: t("actions.step.refuse"),
          reopen: t("actions.step.reopen"),
          cancel: t("actions.step.cancel"),
        };
      },
      get priority() {
        return {
          high: t("actions.priority.high"),
          normal: t("actions.priority.normal"),
          low: t("actions.priority.low"),
        };
      },
      get field() {
        return {
          title: t("actions.field.title"),
          description: t("actions.field.description"),
          state: t("actions.field.state"),
          owner: t("actions.field.owner"),
          dueOn: t("actions.field.dueOn"),
          priority: t("actions.field.priority"),
        };
      },
      get who() {
        return {
          owner: t("actions.who.owner"),
          centre_lead: t("actions.who.centre_lead"),
          office_reviewer: t("actions.who.office_reviewer"),
          head: t("actions.who.head"),
        };
      },
      titleOf: (item) => textIn(item.title, language).text,
      langOf: (item) => textIn(item.title, language).lang,
    }),
    [t, language],
  );
}
