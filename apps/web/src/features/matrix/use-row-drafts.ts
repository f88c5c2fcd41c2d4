import type { MatrixRow } from "@istmo/contracts";
import { useEffect, useMemo, useState } from "react";
import { holdUnsavedWork } from "../../lib/unsaved-work.ts";
import { keptMine, typed, without, type RowDrafts, type RowWords } from "./row-drafts.ts";

export interface DraftsOfRows {
  readonly drafts: RowDrafts;
  readonly type: (row: MatrixRow, change: Partial<RowWords>) => void;
  readonly keepMine: (row: MatrixRow) => void;
  readonly drop: (rowId: string) => void;
}

/** What is being typed, row by row; it outlives the walk to other rows, and leaving asks first. */
export function useRowDrafts(): DraftsOfRows {
  const [drafts, setDrafts] = useState<RowDrafts>({});
  const isTyping = Object.keys(drafts).length > 0;
  useEffect(() => {
    if (!isTyping) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    const release = holdUnsavedWork();
    return () => {
      window.removeEventListener("beforeunload", ask);
      release();
    };
  }, [isTyping]);
  return useMemo(
    () => ({
      drafts,
      type: (row, change) => setDrafts((all) => typed(all, row, change)),
      keepMine: (row) => setDrafts((all) => keptMine(all, row)),
      drop: (rowId) => setDrafts((all) => without(all, rowId)),
    }),
    [drafts],
  );
}
