import type { EditionVersion } from "@istmo/contracts";
import type { PaperDocumentJson, TextDiff } from "@istmo/paper-schema";
import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useCallback, useDeferredValue, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useVersions, useVersionText } from "../../api/versions.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { NativeSelect } from "../../ui/native-select.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import styles from "./compared-texts.module.css";
import { DiffSections } from "./diff-sections.tsx";
import { RestoreDialog, type Restored } from "./restore-dialog.tsx";
import { useTextDiff } from "./use-text-diff.ts";
import { nameOf, now, optionOf, type Compared } from "./version-names.ts";

export interface ComparedTextsProps {
  readonly editionId: string;
  readonly language: string;
  readonly compared: Compared;
  readonly onCompare: (compared: Compared) => void;
  /** The text as the page has it now; the same object until it is written on. */
  readonly textOfNow: PaperDocumentJson;
  /** Whether there is room for two columns. */
  readonly isWide: boolean;
  readonly mayEdit: boolean;
  /** Writes a text, or a section of it, into the paper. */
  readonly onRestore: (restored: Restored) => void;
  readonly onClose: () => void;
}

/** The difference between two versions, or one and the text of now, in the place of the text. */
export function ComparedTexts(props: ComparedTextsProps) {
  const { editionId, compared, onCompare, textOfNow, isWide, onClose, language } = props;
  const { t } = useTranslation();
  const shell = useRef<HTMLElement>(null);
  const [layout, setLayout] = useState<"inline" | "beside">("inline");
  const [isWhole, setWhole] = useState(false);
  /** What is to be put back: a section's id, or null for all; undefined while nothing is. */
  const [restoring, setRestoring] = useState<string | null | undefined>(undefined);
  const versions = useVersions(editionId, "anybody");
  const items = versions.data?.pages.flatMap((page) => page.items) ?? [];
  const before = useSide(compared.before, textOfNow);
  const after = useSide(compared.after, textOfNow);
  const key = `${compared.before} ${compared.after}`;
  const answer = useTextDiff(key, before.text, after.text);
  const steps = useSteps(shell, answer?.diff ?? null);
  const error = before.error ?? after.error;
  const old = items.find(({ id }) => id === compared.before);
  const mayRestore = props.mayEdit && old !== undefined;

  useEffect(() => {
    shell.current?.focus();
  }, []);

  return (
    <section
      ref={shell}
      className={styles.compared}
      aria-label={t("versions.compare.label")}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className={styles.head}>
        <div className={styles.sides}>
          <SideSelect
            label={t("versions.compare.before")}
            {...{ items, hasNow: false }}
            value={compared.before}
            onChange={(id) => onCompare({ ...compared, before: id })}
          />
          <SideSelect
            label={t("versions.compare.after")}
            {...{ items, hasNow: true }}
            value={compared.after}
            onChange={(id) => onCompare({ ...compared, after: id })}
          />
          <IconButton icon={<X />} aria-label={t("versions.compare.close")} onPress={onClose} />
        </div>
        <div className={styles.tools}>
          <p className={styles.count} role="status">
            {answer === null ? t("versions.compare.working") : <Counts diff={answer.diff} />}
          </p>
          <IconButton
            icon={<ArrowUp />}
            aria-label={t("versions.compare.previous")}
            aria-keyshortcuts="Shift+F7"
            isDisabled={answer === null || answer.diff.changes === 0}
            onPress={() => steps.go(-1)}
          />
          <IconButton
            icon={<ArrowDown />}
            aria-label={t("versions.compare.next")}
            aria-keyshortcuts="F7"
            isDisabled={answer === null || answer.diff.changes === 0}
            onPress={() => steps.go(1)}
          />
          {steps.at !== null && answer !== null && (
            <span className={styles.at}>
              {t("versions.compare.at", { at: steps.at + 1, count: answer.diff.changes })}
            </span>
          )}
          {isWide && (
            <Checkbox
              isSelected={layout === "beside"}
              onChange={(isBeside) => setLayout(isBeside ? "beside" : "inline")}
            >
              {t("versions.compare.beside")}
            </Checkbox>
          )}
          <Checkbox isSelected={isWhole} onChange={setWhole}>
            {t("versions.compare.whole")}
          </Checkbox>
          {mayRestore && (
            <Button size="small" onPress={() => setRestoring(null)}>
              {t("versions.restore.whole")}
            </Button>
          )}
        </div>
      </header>
      {error !== null && <ErrorState error={error} />}
      {error === null && answer === null && <Loading lines={8} />}
      {answer !== null && (
        <ShownDiff
          {...{ isWhole, language }}
          key={key}
          diff={answer.diff}
          layout={isWide ? layout : "inline"}
          onRestore={mayRestore ? setRestoring : null}
        />
      )}
      {restoring !== undefined && old !== undefined && (
        <RestoreDialog
          editionId={editionId}
          version={old}
          name={nameOf(t, old)}
          section={
            restoring === null
              ? null
              : {
                  id: restoring,
                  heading:
                    answer?.diff.sections.find(({ sectionId }) => sectionId === restoring)
                      ?.heading ?? "",
                }
          }
          onRestore={props.onRestore}
          onClose={() => setRestoring(undefined)}
        />
      )}
    </section>
  );
}

/** A long text comes into the page as there is time, and never before a key. */
function ShownDiff({ diff, ...props }: Parameters<typeof DiffSections>[0]) {
  const deferred = useDeferredValue<TextDiff | null>(diff, null);
  return deferred === null ? <Loading lines={8} /> : <DiffSections {...props} diff={deferred} />;
}

function useSide(side: string, textOfNow: PaperDocumentJson) {
  const { data, error } = useVersionText(side === now ? null : side);
  return { text: side === now ? textOfNow : (data?.canonical ?? null), error };
}

function SideSelect({
  label,
  items,
  hasNow,
  value,
  onChange,
}: {
  label: string;
  items: readonly EditionVersion[];
  hasNow: boolean;
  value: string;
  onChange: (id: string) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const options = items.map((version) => ({
    id: version.id,
    label: optionOf(t, version, language),
  }));
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={onChange}
      groups={[
        ...(hasNow
          ? [
              {
                label: t("versions.compare.text"),
                options: [{ id: now, label: t("versions.compare.now") }],
              },
            ]
          : []),
        { label: t("versions.list"), options },
      ]}
    />
  );
}

function Counts({ diff }: { diff: TextDiff }) {
  const { t } = useTranslation();
  if (diff.changes === 0) return t("versions.compare.same");
  return (
    <>
      {t("versions.compare.changes", { count: diff.changes })}{" "}
      <span className={styles.words}>
        {t("versions.words", { added: diff.wordsAdded, removed: diff.wordsRemoved })}
      </span>
    </>
  );
}

/** From change to change, by buttons and by F7 and Shift+F7. */
function useSteps(shell: React.RefObject<HTMLElement | null>, diff: TextDiff | null) {
  const [at, setAt] = useState<number | null>(null);
  const [of, setOf] = useState(diff);
  if (of !== diff) {
    setOf(diff);
    setAt(null);
  }
  const go = useCallback(
    (by: 1 | -1) => {
      const rows = shell.current?.querySelectorAll<HTMLElement>("[data-counted]") ?? [];
      if (rows.length === 0) return;
      const next =
        at === null ? (by === 1 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length;
      setAt(next);
      rows[next]?.focus({ preventScroll: true });
      rows[next]?.scrollIntoView({ block: "center" });
    },
    [at, shell],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "F7" || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [go]);
  return { at, go };
}
