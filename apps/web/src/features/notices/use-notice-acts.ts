import type { MarkedNotices, MarkNotices, Notice } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useMarkNotices } from "../../api/notices.ts";
import { useToast } from "../../ui/toaster.tsx";

/** Notices that one request marks. */
const atOnce = 200;

/** What can be done with notices; what leaves the list can be taken back. */
export function useNoticeActs() {
  const { t } = useTranslation();
  const toast = useToast();
  const { mutateAsync } = useMarkNotices();
  // Its answer is waited for even where the list that asked is gone with its last row.
  const mark = (
    wanted: MarkNotices,
    then: (marked: MarkedNotices) => void = () => undefined,
  ): void => void mutateAsync(wanted).then(then, (error: unknown) => toast.showProblem(error));
  const takeBack = (text: string, onPress: () => void) =>
    toast.show({ tone: "ok", text, action: { label: t("notices.undo"), onPress } });
  return {
    /** Opened, so read; nobody waits for it. */
    open: ({ id, isRead }: Notice) => {
      if (!isRead) mark({ as: "read", ids: [id] });
    },
    toggleRead: ({ id, isRead }: Notice) => mark({ as: isRead ? "unread" : "read", ids: [id] }),
    reopen: ({ id }: Notice) => mark({ as: "open", ids: [id] }),
    done: ({ id, isRead }: Notice) =>
      mark({ as: "done", ids: [id] }, () =>
        takeBack(t("notices.wasDone"), () =>
          mark({ as: "open", ids: [id] }, () => {
            if (!isRead) mark({ as: "unread", ids: [id] });
          }),
        ),
      ),
    readAll: (until: number) =>
      mark({ as: "read", until }, ({ ids }) => {
        if (ids.length === 0) return;
        takeBack(t("notices.allRead"), () => {
          for (let from = 0; from < ids.length; from += atOnce)
            mark({ as: "unread", ids: ids.slice(from, from + atOnce) });
        });
      }),
  };
}
