/** Sends what a person changed without a line and then left, as soon as they are here again. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { openKeptWrites } from "../api/kept-writes.ts";
import { useMe } from "../api/queries.ts";
import { keepWaitingWrites, sendKept } from "../api/waiting-writes.ts";
import { problemText } from "../lib/problem-text.ts";
import { useToast } from "../ui/toaster.tsx";

export function KeptWritesWatch() {
  const { t } = useTranslation();
  const toast = useToast();
  const queryClient = useQueryClient();
  const personId = useMe().data?.id;
  const tell = useEffectEvent((refusal: unknown) => {
    toast.show(
      refusal === null
        ? { tone: "ok", text: t("shell.kept.sent") }
        : { tone: "danger", text: t("shell.kept.refused", { why: problemText(t, refusal) }) },
    );
    void queryClient.invalidateQueries({ queryKey: ["actions"] });
  });
  useEffect(() => {
    if (personId === undefined) return;
    const kept = openKeptWrites(personId);
    keepWaitingWrites(kept);
    void sendKept(kept, tell);
    return () => keepWaitingWrites(null);
  }, [personId]);
  return null;
}
