import type { Editor } from "@tiptap/core";
import { useEffect, useMemo, useRef, type RefObject } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "../../ui/toaster.tsx";

import type { PasteNews, PasteOptions } from "./extensions/paste.ts";
import type { PasteReport } from "./paste/cleaning.ts";
import { tableBounds } from "./table-bounds.ts";

/** Tells people what of their clipboard the text could not take; the clipboard still has it. */
export function usePasteNews(editorRef: RefObject<Editor | null>): PasteOptions["onPaste"] {
  const { t, i18n } = useTranslation();
  const toast = useToast();

  function tell(news: PasteNews): void {
    if (news.kind !== "left") {
      toast.show({
        text: t(`structure.paste.${news.kind}`),
        tone: news.kind === "tooLong" ? "danger" : "info",
      });
      return;
    }
    const parts = partsOf(news.left);
    if (parts.length > 0) {
      const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
      toast.show({ text: t("structure.paste.left", { parts: list.format(parts) }) });
    }
    for (const { rows, columns, text } of news.left.tables)
      toast.show({
        tone: "danger",
        text: t("structure.paste.table", {
          rows,
          columns,
          cells: tableBounds.cells,
          columnsLimit: tableBounds.columns,
        }),
        action: {
          label: t("structure.paste.tableAsText"),
          onPress: () => editorRef.current?.view.pasteText(text),
        },
      });
  }

  function partsOf({ images, comments, unsafeLinks }: PasteReport): string[] {
    return [
      ...(images > 0 ? [t("structure.paste.images", { count: images })] : []),
      ...(comments > 0 ? [t("structure.paste.comments", { count: comments })] : []),
      ...(unsafeLinks > 0 ? [t("structure.paste.links", { count: unsafeLinks })] : []),
    ];
  }

  // The editor keeps what it is given; it is to speak in the language of today.
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  return useMemo(() => (news) => latest.current(news), []);
}
