import { useQueryClient } from "@tanstack/react-query";
import { use, useEffect } from "react";
import { askForRow, refreshMatrix } from "../../api/matrix.ts";
import { LiveContext } from "../../live/live.ts";

/** Events that come within so many milliseconds are answered together. */
const together = 60;
/** With more rows than this it is cheaper to ask for all of them. */
const fewRows = 6;

/** Asks for the rows that others have changed, one by one: a matrix may be long, a line slow. */
export function useLiveMatrix(roundId: string): void {
  const cache = useQueryClient();
  const live = use(LiveContext);
  useEffect(() => {
    const changed = new Set<string | null>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = async () => {
      timer = undefined;
      const ids = [...changed].filter((id) => id !== null);
      const isFew = ids.length === changed.size && ids.length <= fewRows;
      changed.clear();
      const answers = isFew ? await Promise.all(ids.map((id) => askForRow(cache, id))) : [false];
      if (answers.includes(false)) await refreshMatrix(cache, roundId);
    };
    const stop = live?.listen(({ type, payload }) => {
      if (type === "round.changed" && payload.roundId === roundId)
        void refreshMatrix(cache, roundId);
      if (type !== "matrix.changed" || payload.roundId !== roundId) return;
      changed.add(payload.rowId);
      timer ??= setTimeout(() => void refresh(), together);
    });
    return () => {
      stop?.();
      clearTimeout(timer);
    };
  }, [cache, live, roundId]);
}
