/**
 * How large a table of a paper may be. Beyond this no sheet of paper holds it and typing in it
 * becomes slow on a weak machine: such figures belong in a spreadsheet that the paper cites.
 */
export const tableBounds = { columns: 60, cells: 2_000 } as const;

/** Whether a table of so many rows and columns is beyond the bounds. */
export function tableIsTooLarge(rows: number, columns: number): boolean {
  return columns > tableBounds.columns || rows * columns > tableBounds.cells;
}
