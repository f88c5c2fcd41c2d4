/** Follows what becomes of a person's access while a paper is open. */
import type { Edition } from "@istmo/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { use, useEffect, useEffectEvent } from "react";
import { api } from "../../api/client.ts";
import { isProblem } from "../../api/problem.ts";
import { queryKeys } from "../../api/query-keys.ts";
import {
  SessionNotice,
  usePaperSessionPart,
  type EndedPaper,
  type usePaperSession,
} from "../../features/editor/index.ts";
import { LiveContext } from "../../live/live.ts";

type Session = NonNullable<ReturnType<typeof usePaperSession>>;

/** The room's reasons that mean: this person may not read the paper any longer. */
const hidden: ReadonlySet<string> = new Set([
  "accessEnded",
  "notFound",
  "not_allowed",
  "not_found",
]);

export function PaperAccessWatch({
  session,
  personId,
  edition,
  isGone,
  onEnded,
}: {
  session: Session;
  personId: string;
  edition: Edition;
  /** The API hides the paper now, whatever the room has said. */
  isGone: boolean;
  onEnded: (ended: EndedPaper) => void;
}) {
  const queryClient = useQueryClient();
  const live = use(LiveContext);
  const connection = usePaperSessionPart(session, (it) => it.connection);
  const reason = connection.status === "refused" ? connection.reason : null;

  useEffect(() => {
    if (isGone) session.end("notFound");
  }, [isGone, session]);

  // Before everything else is asked for again: what is taken away ends at once.
  const lookAgain = useEffectEvent(async () => {
    try {
      const { role } = await api.get<Edition>(`/editions/${edition.id}`);
      if (session.canWrite && role !== "editor" && role !== "suggester") session.end("read_only");
    } catch (error) {
      if (isProblem(error, "not_found")) session.end("notFound");
    }
  });
  useEffect(
    () =>
      live?.listen((event) => {
        const isAbout = event.type === "access.changed" || event.type === "paper.classified";
        if (isAbout && (event.payload.paperId ?? edition.paperId) === edition.paperId)
          void lookAgain();
      }),
    [live, edition.paperId],
  );

  const end = useEffectEvent(() => {
    const unsavedWords = connection.status === "refused" ? connection.unsavedWords : "";
    onEnded({ reason: "accessEnded", unsavedWords });
  });
  useEffect(() => {
    if (reason !== null && hidden.has(reason)) end();
  }, [reason]);

  // Refused as a reader: the paper says so soon and is opened anew, unless the right is back.
  useEffect(() => {
    if (reason !== "read_only") return undefined;
    let isOver = false;
    const look = async () => {
      await queryClient.invalidateQueries({ queryKey: queryKeys.paper(edition.paperId) });
      const now = await api.get<Edition>(`/editions/${edition.id}`);
      if (!isOver && now.role === "editor") session.resume();
    };
    // Hidden or offline meanwhile: the session learns that by itself.
    look().catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [reason, session, edition.id, edition.paperId, queryClient]);

  return (
    <SessionNotice
      session={session}
      personId={personId}
      onBack={() => {
        live?.stop();
        void live?.start();
        void queryClient.invalidateQueries();
      }}
      onOtherPerson={() => onEnded({ reason: "otherPerson", unsavedWords: "" })}
    />
  );
}
