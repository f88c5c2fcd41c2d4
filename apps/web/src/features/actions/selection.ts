/** Which rows of a list are chosen: one by one, or from the last one to another. */

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** The row from which a range is drawn. */
  readonly anchor: string | null;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null };

/** Turns one row, or with `isRange` gives all from the anchor to it the state that it gets. */
export function turn(
  selection: Selection,
  id: string,
  { order, isRange }: { readonly order: readonly string[]; readonly isRange: boolean },
): Selection {
  const isOn = !selection.ids.has(id);
  const ids = new Set(selection.ids);
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(id);
  const range =
    isRange && from >= 0 && to >= 0
      ? order.slice(Math.min(from, to), Math.max(from, to) + 1)
      : [id];
  for (const one of range) {
    if (isOn) ids.add(one);
    else ids.delete(one);
  }
  return { ids, anchor: id };
}

/** All that are shown, or none where all are chosen already. */
export function turnAll(selection: Selection, order: readonly string[]): Selection {
  const isFull = order.length > 0 && order.every((id) => selection.ids.has(id));
  return isFull ? nothingSelected : { ids: new Set(order), anchor: null };
}

/** Those chosen that are still shown, in the order of the list: nobody changes what they do not see. */
export function shownSelection(selection: Selection, order: readonly string[]): string[] {
  return order.filter((id) => selection.ids.has(id));
}
