import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { hasWordsToLose } from "../lib/unsaved-work.ts";
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

/** Asks before a link inside the application leaves words behind that are nowhere else. */
export function LeaveQuestion() {
  const { t } = useTranslation();
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
  if (leaving.status !== "blocked") return null;
  return (
    <Dialog
      role="alertdialog"
      size="small"
      title={t("editor.leave.title")}
      isOpen
      onClose={leaving.reset}
      footer={
        <>
          <Button variant="danger" onPress={leaving.proceed}>
            {t("editor.leave.go")}
          </Button>
          <Button variant="primary" autoFocus onPress={leaving.reset}>
            {t("editor.leave.stay")}
          </Button>
        </>
      }
    >
      <p>{t("editor.leave.text")}</p>
    </Dialog>
  );
}
