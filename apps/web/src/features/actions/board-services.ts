import type { ActionItem } from "@istmo/contracts";
import type { ActionState } from "@istmo/domain";
import type { ActionMoves } from "./use-action-moves.tsx";
import type { ActionSurroundings } from "./use-action-surroundings.ts";

/** What the board, its columns and its cards share. */
export interface BoardServices {
  readonly items: readonly ActionItem[];
  /** Cards that a colleague has just changed. */
  readonly changedIds: ReadonlySet<string>;
  readonly surroundings: ActionSurroundings;
  readonly moves: ActionMoves;
  /** Columns that go on, and how to see more of one. */
  readonly hasMore?: ReadonlySet<ActionState>;
  readonly onMore?: (state: ActionState) => void;
  readonly onOpen: (id: string) => void;
  readonly onEdit: (item: ActionItem) => void;
}
