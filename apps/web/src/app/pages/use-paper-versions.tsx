/** Versions as the page of a paper shows them: the list beside the text, and two of them in its place. */
import type { Edition, Paper } from "@istmo/contracts";
import { toDocumentJson, type PaperDocumentJson } from "@istmo/paper-schema";
import { History } from "lucide-react";
import { lazy, Suspense, useEffect, useState, type ComponentProps, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  restoreInText,
  useAuthorBody,
  type OutlinePanel,
  type usePaperSession,
} from "../../features/editor/index.ts";
import { SubmissionHistory } from "../../features/papers/submission-history.tsx";
import type { Restored } from "../../features/versions/restore-dialog.tsx";
import type { Compared } from "../../features/versions/version-names.ts";
import { VersionsPanel } from "../../features/versions/versions-panel.tsx";
import type { RailTabSpec } from "../../ui/rail-tabs.tsx";
import { Loading } from "../../ui/states.tsx";
import { useToast } from "../../ui/toaster.tsx";
import styles from "./use-paper-versions.module.css";

const ComparedTexts = lazy(async () => ({
  default: (await import("../../features/versions/compared-texts.tsx")).ComparedTexts,
}));

type TextEditor = ComponentProps<typeof OutlinePanel>["editor"];

/** The pause in the typing of all after which a comparison with the text of now is made anew. */
const pause = 1_000;

/** The text of now, read again a moment after it was written on; null while it is not compared. */
function useTextOfNow(editor: TextEditor, isCompared: boolean): PaperDocumentJson | null {
  const [text, setText] = useState<PaperDocumentJson | null>(null);
  useEffect(() => {
    if (editor === null || !isCompared) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      timer = undefined;
      if (!editor.isDestroyed) setText(toDocumentJson(editor.state.doc));
    };
    const readSoon = () => {
      timer ??= setTimeout(read, pause);
    };
    timer = setTimeout(read, 0);
    editor.on("update", readSoon);
    return () => {
      clearTimeout(timer);
      editor.off("update", readSoon);
      setText(null);
    };
  }, [editor, isCompared]);
  return text;
}

export function usePaperVersions({
  paper,
  edition,
  editor,
  session,
  visitedAt,
  isWide,
  showText,
}: {
  paper: Paper;
  edition: Edition;
  editor: TextEditor;
  session: ReturnType<typeof usePaperSession>;
  visitedAt: string | null;
  isWide: boolean;
  /** Shows the text and does something when it is there. */
  showText: (then: () => void) => void;
}): {
  readonly tab: RailTabSpec;
  /** Instead of the text, while versions are compared; else null. */
  readonly comparison: ReactNode;
} {
  const { t } = useTranslation();
  const toast = useToast();
  const bodyOf = useAuthorBody();
  const [compared, setCompared] = useState<Compared | null>(null);
  const textOfNow = useTextOfNow(editor, compared !== null);

  const restore = ({ canonical, sectionId, number, keptNumber }: Restored) => {
    if (editor === null || session === null) return;
    const document = JSON.parse(canonical) as PaperDocumentJson;
    restoreInText(editor, session.doc, { document, sectionId });
    setCompared(null);
    toast.show({
      tone: "ok",
      text: t("versions.restore.done", { number, kept: keptNumber }),
      action: {
        label: t("versions.restore.undo"),
        onPress: () => editor.commands.undo(),
      },
    });
  };

  return {
    tab: {
      id: "history",
      icon: <History />,
      label: t("versions.tab"),
      panel: (
        <>
          <VersionsPanel
            editionId={edition.id}
            visitedAt={visitedAt}
            bodyName={(author) => bodyOf(author).name}
            compared={compared}
            onCompare={(next) => {
              setCompared(next);
              showText(() => undefined);
            }}
          />
          {paper.submissions.length > 0 && (
            <>
              <h3 className={styles.heading}>{t("versions.submissions")}</h3>
              <SubmissionHistory paper={paper} />
            </>
          )}
        </>
      ),
    },
    comparison:
      compared === null ? null : (
        <Suspense fallback={<Loading lines={8} />}>
          {textOfNow === null ? (
            <Loading lines={8} />
          ) : (
            <ComparedTexts
              editionId={edition.id}
              language={edition.language}
              compared={compared}
              onCompare={setCompared}
              textOfNow={textOfNow}
              isWide={isWide}
              mayEdit={edition.role === "editor"}
              onRestore={restore}
              onClose={() => setCompared(null)}
            />
          )}
        </Suspense>
      ),
  };
}
