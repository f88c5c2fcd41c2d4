/** What the pictures of the dashboards are made of, and where each number leads. */
import type { ActionsSearch } from "./places.ts";

/** One part of a bar: how many, and the list of them. */
export interface Part {
  readonly key: PartKey;
  readonly count: number;
  readonly to: ActionsSearch;
}
export type PartKey =
  "onTime" | "noDate" | "overdue" | "dueSoon" | "later" | "to7" | "to30" | "to90" | "over90";

/** A bar: whose it is, and its parts. */
export interface Bar {
  readonly id: string;
  readonly label: string;
  readonly to: ActionsSearch;
  readonly parts: readonly Part[];
}

export const totalOf = ({ parts }: Bar): number => parts.reduce((all, { count }) => all + count, 0);
