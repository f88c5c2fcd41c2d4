import type { OutlineHeading } from "@istmo/paper-schema";

export interface OutlineItem extends OutlineHeading {
  readonly key: string;
  readonly hasChildren: boolean;
}

/** The headings that are shown while the ones in `collapsed` hide what is beneath them. */
export function shownHeadings(
  headings: readonly OutlineHeading[],
  collapsed: ReadonlySet<string>,
): OutlineItem[] {
  const shown: OutlineItem[] = [];
  let hiddenBelow: number | null = null;
  headings.forEach((heading, index) => {
    if (hiddenBelow !== null && heading.level > hiddenBelow) return;
    hiddenBelow = null;
    const key = heading.id ?? `at-${index}`;
    const next = headings[index + 1];
    const hasChildren = next !== undefined && next.level > heading.level;
    if (hasChildren && collapsed.has(key)) hiddenBelow = heading.level;
    shown.push({ ...heading, key, hasChildren });
  });
  return shown;
}

/** The heading to mark as the place of now: a hidden one shows in the last one shown above it. */
export function shownPlace(
  headings: readonly OutlineHeading[],
  shown: readonly OutlineItem[],
  current: string | null,
): string | null {
  const visible = new Set(shown.map(({ id }) => id));
  const at = headings.findIndex(({ id }) => id === current);
  return headings.slice(0, at + 1).findLast(({ id }) => visible.has(id))?.id ?? null;
}
