/**
 * The colour of each centre's people, dark enough for white text (contrast ≥ 4.5:1).
 * Colour never stands alone: a name or a code is always beside it.
 */
export const centreColours: Readonly<Record<string, string>> = {
  PA: "#0b6e99",
  SV: "#a3431f",
  GT: "#2f7a3b",
  NI: "#7a3fa0",
  DO: "#b0295b",
};
/** The regional office and everybody without a centre. */
export const officeColour = "#4a5560";

/** The colour for a centre's two-letter code; the office's for null and for unknown codes. */
export function colourOf(centreCode: string | null): string {
  return (centreCode !== null && centreColours[centreCode]) || officeColour;
}
