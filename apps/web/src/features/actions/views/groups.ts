/** Items divided by a name. */
import type { ActionItem } from "@istmo/contracts";

export interface Group {
  /** Empty for those without one. */
  readonly name: string;
  readonly items: readonly ActionItem[];
}

/** In the order that is given, else by name; what has no name comes last. */
export function groupsOf(
  items: readonly ActionItem[],
  nameOf: (item: ActionItem) => string,
  { language, order }: { readonly language: string; readonly order: readonly string[] },
): Group[] {
  const groups = new Map<string, ActionItem[]>();
  for (const item of items) {
    const name = nameOf(item);
    const own = groups.get(name);
    if (own === undefined) groups.set(name, [item]);
    else own.push(item);
  }
  const letters = new Intl.Collator(language, { sensitivity: "base", numeric: true });
  return [...groups]
    .map(([name, own]) => ({ name, items: own }))
    .sort(
      (a, b) =>
        Number(a.name === "") - Number(b.name === "") ||
        order.indexOf(a.name) - order.indexOf(b.name) ||
        letters.compare(a.name, b.name),
    );
}
