/** A frozen text to be read, and the choice of its language where it has several. */
import type { RoundText } from "@istmo/contracts";
import type { PaperDocumentJson } from "@istmo/paper-schema";
import { lazy, Suspense, useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Loading } from "../../ui/states.tsx";
import styles from "./clearance-page.module.css";

const FrozenText = lazy(async () => ({
  default: (await import("../../features/editor/index.ts")).FrozenText,
}));
const noMarks = { counts: new Map<string, number>(), active: null, asked: null };
const nothing = () => undefined;

export function FrozenPaper({
  paperId,
  text,
  renderActionChip = () => null,
}: {
  paperId: string;
  text: RoundText;
  /** Without a session nothing is told of an action. */
  renderActionChip?: (actionId: string) => ReactNode;
}) {
  const document = useMemo(() => JSON.parse(text.canonical) as PaperDocumentJson, [text.canonical]);
  return (
    <div className={styles.text}>
      <Suspense fallback={<Loading lines={10} />}>
        <FrozenText
          {...{ paperId, document, renderActionChip }}
          sources={text.sources}
          language={text.language}
          label={text.title}
          marks={noMarks}
          onSpeak={null}
          onOpen={nothing}
          onEditor={nothing}
        />
      </Suspense>
    </div>
  );
}

export function TextLanguages({
  languages,
  value,
  onChange,
}: {
  languages: readonly ("es" | "en")[];
  value: string;
  onChange: (language: "es" | "en") => void;
}) {
  const { t } = useTranslation();
  if (languages.length < 2) return null;
  return (
    <div className={styles.tools} role="group" aria-label={t("clearance.text.language")}>
      {languages.map((one) => (
        <Button
          key={one}
          size="small"
          variant={one === value ? "primary" : "secondary"}
          aria-label={`${one.toUpperCase()}, ${t(`language.${one}`)}`}
          onPress={() => onChange(one)}
        >
          {one.toUpperCase()}
        </Button>
      ))}
    </div>
  );
}
