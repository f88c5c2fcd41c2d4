/** Whether the text of its paper still names an action item. The row is the truth: the item stays. */

export const textPlaces = ["none", "here", "gone"] as const;
/** `none`: no text has named it yet. `gone`: one did, and its line has been removed. */
export type TextPlace = (typeof textPlaces)[number];

/** Where an item stands after a look at the texts of its paper. */
export function textPlaceAfter(before: TextPlace, isNamed: boolean): TextPlace {
  if (isNamed) return "here";
  return before === "none" ? "none" : "gone";
}
