import type { ActionItem, ChangeAction, CreateAction, TakeStep } from "@istmo/contracts";
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../api/client.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { keepBehind, newWrite, sendThrough } from "../../api/waiting-writes.ts";
import { matches, type ActionsQuery } from "./action-filters.ts";
import { stateAfter } from "./action-steps.ts";
import { isOvertaken } from "./is-overtaken.ts";
import { showChange, type ShownChange } from "./pending-changes.ts";

/** The version that the last write of this page gave an item: such a change surprises nobody. */
export const ownVersions = new Map<string, number>();
/** The writes of one item go one after the other; the next carries the version of the one before. */
const turns = new Map<string, Promise<unknown>>();

function versionNow(item: ActionItem): number {
  return Math.max(item.version, ownVersions.get(item.id) ?? 0);
}

/** Puts the server's answer into every list that holds, or should now hold, the item. */
export function keep(client: QueryClient, item: ActionItem): void {
  ownVersions.set(item.id, item.version);
  client.setQueryData(queryKeys.action(item.id), item);
  const lists = client.getQueriesData<readonly ActionItem[]>({ queryKey: ["actions"] });
  for (const [key, items] of lists) {
    if (items === undefined) continue;
    const filter = (key[1] ?? {}) as ActionsQuery;
    const others = items.filter(({ id }) => id !== item.id);
    const belongs = matches(item, filter);
    client.setQueryData(key, belongs ? [...others, item] : others);
  }
  // The counts and lists elsewhere follow when they are looked at, or by the live event.
  for (const name of ["waiting", "centres", "centre"]) {
    void client.invalidateQueries({ queryKey: [name], refetchType: "none" });
  }
}

async function refresh(client: QueryClient, id: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ["actions"] }),
    client.invalidateQueries({ queryKey: queryKeys.action(id) }),
  ]);
}

interface ItemRequest {
  readonly method: "patch" | "post";
  readonly path: string;
  readonly body: object;
  readonly key: string | undefined;
}

export type StepBody = Omit<TakeStep, "version">;
export type ChangeBody = Omit<ChangeAction, "version">;

export interface ActionWrites {
  /** The item as the server has it now. */
  readonly fresh: (id: string) => Promise<ActionItem>;
  readonly create: (body: CreateAction, key?: string) => Promise<ActionItem>;
  readonly change: (item: ActionItem, write: Write<ChangeBody>) => Promise<ActionItem>;
  readonly step: (item: ActionItem, write: Write<StepBody>) => Promise<ActionItem>;
}
interface Write<Body> {
  readonly body: Body;
  /** What is shown before the server has answered. */
  readonly shown?: ShownChange;
  /**
   * One key for one submission, also when it is sent again. Without one nobody is there to send it
   * again: the write then waits for the line.
   */
  readonly key?: string;
}

/** The writes; each rejects with an ApiProblem, and what was shown before is then taken back. */
export function useActionWrites(): ActionWrites {
  const client = useQueryClient();
  return useMemo(() => {
    function inTurn(
      item: ActionItem,
      shown: ShownChange,
      { key, ...request }: ItemRequest,
    ): Promise<ActionItem> {
      const takeBack = showChange(item.id, shown);
      const before = turns.get(item.id);
      const bodyNow = () => ({ ...request.body, version: versionNow(item) });
      const write = newWrite({ ...request, body: bodyNow() });
      if (key === undefined && before !== undefined) keepBehind(write);
      const send = () =>
        key === undefined
          ? sendThrough<ActionItem>({ ...write, body: bodyNow() })
          : api[request.method]<ActionItem>(request.path, bodyNow(), key);
      const turn = (before ?? Promise.resolve())
        .catch(() => undefined)
        .then(send)
        .then(
          (answer) => {
            keep(client, answer);
            takeBack();
            return answer;
          },
          async (error: unknown) => {
            takeBack();
            if (isOvertaken(error)) ownVersions.delete(item.id);
            await refresh(client, item.id).catch(() => undefined);
            throw error;
          },
        );
      turns.set(item.id, turn);
      // Only so that a refused turn nobody waits for is no unhandled rejection.
      turn
        .catch(() => undefined)
        .finally(() => {
          if (turns.get(item.id) === turn) turns.delete(item.id);
        });
      return turn;
    }

    return {
      fresh: (id) => api.get<ActionItem>(`/actions/${id}`),
      create: async (body, key) => {
        const item = await api.post<ActionItem>("/actions", body, key);
        keep(client, item);
        return item;
      },
      change: (item, { body, shown = {}, key }) =>
        inTurn(item, shown, { method: "patch", path: `/actions/${item.id}`, body, key }),
      step: (item, { body, shown = {}, key }) => {
        const state = stateAfter(item.state, body.event);
        const path = `/actions/${item.id}/steps`;
        return inTurn(item, state === undefined ? shown : { ...shown, state }, {
          ...{ method: "post", path, body, key },
        });
      },
    };
  }, [client]);
}
