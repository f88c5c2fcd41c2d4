/** The glossary on the page of a paper: its marks in the text, and its panel. */
import type { Language } from "@istmo/contracts";
import { BookA } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { GlossaryInText, GlossaryPanel } from "../../features/editor/index.ts";
import { useRemembered } from "../../lib/use-remembered.ts";
import type { RailTabSpec } from "../../ui/rail-tabs.tsx";

type TextEditor = ComponentProps<typeof GlossaryPanel>["editor"];

export function usePaperGlossary({
  editor,
  language,
  showText,
}: {
  editor: TextEditor;
  language: Language;
  showText: (then: () => void) => void;
}): {
  /** The marks in a text of the page; each has its own. */
  readonly inText: (editor: TextEditor, language: Language) => ReactNode;
  readonly aside: RailTabSpec;
} {
  const { t } = useTranslation();
  const [terms, setTerms] = useRemembered("istmo.glossary.terms", (it) =>
    it === "on" ? "on" : "off",
  );
  const [advice, setAdvice] = useRemembered("istmo.glossary.advice", (it) =>
    it === "off" ? "off" : "on",
  );
  const shown = { showsTerms: terms === "on", showsAdvice: advice === "on" };
  return {
    inText: (text, ofText) =>
      text !== null && <GlossaryInText editor={text} language={ofText} {...shown} />,
    aside: {
      id: "glossary",
      icon: <BookA />,
      label: t("terms.tab"),
      panel: (
        <GlossaryPanel
          editor={editor}
          language={language}
          {...shown}
          onShowTerms={(isShown) => setTerms(isShown ? "on" : "off")}
          onShowAdvice={(isShown) => setAdvice(isShown ? "on" : "off")}
          onShowText={showText}
        />
      ),
    },
  };
}
