/** The comment matrix of a round. */
import type { MatrixPage, MatrixRow, MatrixRowDetail, MatrixStanding } from "@istmo/contracts";
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { api } from "./client.ts";
import { isProblem } from "./problem.ts";
import { queryKeys } from "./query-keys.ts";
import { useWrite } from "./use-write.ts";

export type Matrix = Omit<MatrixPage, "nextCursor">;

/** More rows than this are not shown. */
const most = 5_000;

const keys = {
  matrix: (roundId: string) => ["matrix", roundId] as const,
  row: (rowId: string) => ["matrix-row", rowId] as const,
};

/** All of it: it is filtered and walked through as one table. */
export const useMatrix = (roundId: string) =>
  useQuery({
    queryKey: keys.matrix(roundId),
    queryFn: async ({ signal }): Promise<Matrix> => {
      const ask = (cursor?: string) =>
        api.get<MatrixPage>(`/rounds/${roundId}/matrix`, { limit: 200, cursor }, signal);
      const { nextCursor, ...first } = await ask();
      const items = [...first.items];
      for (let cursor = nextCursor; cursor !== null && items.length < most;) {
        const page = await ask(cursor);
        items.push(...page.items);
        cursor = page.nextCursor;
      }
      return { ...first, items };
    },
    // Events are followed while the matrix is open; what was missed before is asked for.
    staleTime: 0,
  });

/** One row with its paragraph; `version` makes it ask anew when the row has changed. */
export const useMatrixRow = ({ id, version }: Pick<MatrixRow, "id" | "version">) =>
  useQuery({
    queryKey: [...keys.row(id), version],
    queryFn: ({ signal }) => api.get<MatrixRowDetail>(`/matrix-rows/${id}`, undefined, signal),
    // The text of today moves without an event of the matrix.
    staleTime: 0,
  });

/** Puts a row as the server has it now into the matrix; an answer that came late replaces nothing newer. */
export function keepRow(cache: QueryClient, row: MatrixRow): void {
  cache.setQueryData<Matrix>(keys.matrix(row.roundId), (shown) =>
    shown === undefined
      ? shown
      : {
          ...shown,
          items: shown.items.map((one) =>
            one.id === row.id && one.version <= row.version ? row : one,
          ),
        },
  );
}

export const refreshMatrix = (cache: QueryClient, roundId: string): Promise<void> =>
  cache.invalidateQueries({ queryKey: keys.matrix(roundId) });

/** Asks for one row that has changed; false where there was no clear answer. */
export async function askForRow(cache: QueryClient, rowId: string): Promise<boolean> {
  try {
    keepRow(cache, await api.get<MatrixRow>(`/matrix-rows/${rowId}`));
    return true;
  } catch {
    return false;
  }
}

/** What can be done to a row, and what it says. */
export type RowAct =
  | { readonly act: "draft"; readonly body: Pick<MatrixRow, "response"> & Responsible }
  | {
      readonly act: "answer";
      readonly body: {
        readonly disposition: Disposition;
        readonly reason: string;
        readonly response?: string;
      } & Partial<Responsible>;
    }
  | { readonly act: "contest"; readonly body: { readonly text: string } }
  | {
      readonly act: "settle";
      readonly body: { readonly disposition: Disposition; readonly reason: string };
    }
  | { readonly act: "close"; readonly body: { readonly changeNote: string } }
  | { readonly act: "withdraw"; readonly body: object };
interface Responsible {
  readonly responsible: string | null;
}
type Disposition = NonNullable<MatrixRow["disposition"]>;

/** Does something to a row as the person saw it. Where somebody was quicker, the row is shown anew. */
export function useRowAct() {
  const cache = useQueryClient();
  return useWrite(
    async (
      { rowId, version, act, body }: RowAct & { readonly rowId: string; readonly version: number },
      key: string,
    ) => {
      try {
        return await api.post<MatrixRow>(`/matrix-rows/${rowId}/${act}`, { version, ...body }, key);
      } catch (error) {
        if (isProblem(error, "stale_version")) await askForRow(cache, rowId);
        throw error;
      }
    },
    { onSuccess: (row) => keepRow(cache, row) },
  );
}

export function useFinishMatrix(roundId: string) {
  const cache = useQueryClient();
  return useWrite(
    (version: number, key: string) =>
      api.post<MatrixStanding>(`/rounds/${roundId}/finish-matrix`, { version }, key),
    {
      onSuccess: () => {
        void refreshMatrix(cache, roundId);
        void cache.invalidateQueries({ queryKey: queryKeys.round(roundId) });
      },
    },
  );
}
