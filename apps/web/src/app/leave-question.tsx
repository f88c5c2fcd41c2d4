import { useBlocker } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { askOfUnsavedWork, hasWordsToLose } from "../lib/unsaved-work.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

/** What was just typed on a good line is saved before anybody could have read the question. */
const patience = 1_000;

async function wouldLoseWords(): Promise<boolean> {
  const end = Date.now() + patience;
  while (hasWordsToLose() && Date.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return hasWordsToLose();
}

/** Asks before a link inside the application, or signing out, leaves words behind that are nowhere else. */
export function LeaveQuestion() {
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => {
      const isSamePage =
        current.pathname === next.pathname &&
        JSON.stringify(current.search) === JSON.stringify(next.search);
      // Whoever comes to the sign-in has no session any more that could save anything.
      if (isSamePage || next.pathname === "/sign-in") return false;
      return wouldLoseWords();
    },
    // Closing the tab: whoever holds the words asks.
    enableBeforeUnload: false,
    withResolver: true,
  });
  const signOut = useSignOutQuestion();
  if (leaving.status === "blocked")
    return <Question onStay={leaving.reset} onGo={leaving.proceed} />;
  if (signOut !== null)
    return <Question onStay={() => signOut.answer(false)} onGo={() => signOut.answer(true)} />;
  return null;
}

/** Whoever is about to sign out, while the answer is waited for. */
function useSignOutQuestion() {
  const [asked, setAsked] = useState<{ answer: (mayGo: boolean) => void } | null>(null);
  useEffect(
    () =>
      askOfUnsavedWork(async () => {
        if (!(await wouldLoseWords())) return true;
        return new Promise((resolve) => {
          const answer = (mayGo: boolean) => {
            setAsked(null);
            resolve(mayGo);
          };
          setAsked({ answer });
        });
      }),
    [],
  );
  return asked;
}

function Question({ onStay, onGo }: { onStay: () => void; onGo: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      role="alertdialog"
      size="small"
      title={t("editor.leave.title")}
      isOpen
      onClose={onStay}
      footer={
        <>
          <Button variant="danger" onPress={onGo}>
            {t("editor.leave.go")}
          </Button>
          <Button variant="primary" autoFocus onPress={onStay}>
            {t("editor.leave.stay")}
          </Button>
        </>
      }
    >
      <p>{t("editor.leave.text")}</p>
    </Dialog>
  );
}
