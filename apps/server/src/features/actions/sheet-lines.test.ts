import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSheet } from "../../platform/office/read-sheet.ts";
import { writeSheet } from "../../platform/office/write-sheet.ts";
import { linesOf, readDate } from "./sheet-lines.ts";

const bounds = { rows: 100, cells: 20, characters: 500 };
const fromText = async (text: string) => {
  const rows = await readSheet(Buffer.from(text), bounds);
  return typeof rows === "string" ? rows : await linesOf(rows);
};

describe("a sheet of action items", () => {
  it("is read with commas or semicolons, quoted or not, in Spanish and English", async () => {
    const es = await fromText(
      'Título;Vence;Prioridad\r\n"Uno; con ""comillas""";31/01/2027;alta\r\n',
    );
    expect(es).toMatchObject([
      {
        line: 2,
        title: 'Uno; con "comillas"',
        dueOn: "2027-01-31",
        priority: "high",
        refusals: [],
      },
    ]);
    const en = await fromText("title,DUE,owner\nTwo,2027-02-01,\n");
    expect(en).toMatchObject([{ title: "Two", dueOn: "2027-02-01", owner: null }]);
    expect(en).toMatchObject([{ startOn: undefined, description: undefined }]);
  });

  it("tells all that is wrong with a row", async () => {
    const lines = await fromText(
      "Título,Vence,Empieza,Prioridad,Referencia\n,30/02/2027,mañana,urgente,a\n=A1+1,,,,a\n",
    );
    expect(lines).toMatchObject([
      { refusals: ["title_missing", "unknown_priority", "wrong_date"] },
      { refusals: ["formula", "repeated"] },
    ]);
  });

  it("is none without a heading that is known, and not read beyond its bounds", async () => {
    expect(await fromText("a,b\nc,d\n")).toBeNull();
    expect(await fromText(`Título\n${"x\n".repeat(101)}`)).toBe("too_many_rows");
    expect(await readSheet(Buffer.from("PK nothing"), bounds)).toBe("unreadable");
    expect(await readSheet(Buffer.from([0, 1, 2]), bounds)).toBe("unreadable");
  });

  it("knows dates as people and programs write them, and none that is not in the calendar", () => {
    expect(
      ["2027-1-5", "5/1/2027", "05.01.2027", "46392", "2027-01-05T00:00:00"].map(readDate),
    ).toEqual(Array.from({ length: 5 }, () => "2027-01-05"));
    expect(["2027-02-30", "31/04/2027", "1/2027", "soon", "12"].map(readDate)).toEqual(
      Array.from({ length: 5 }, () => null),
    );
  });

  it("comes back from a spreadsheet as it was written, whatever stands in it, and never as a formula", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 40 }).map((one) =>
      // eslint-disable-next-line no-control-regex -- what XML cannot hold.
      one.replace(/[\u0000-\u001f\ufffe\uffff]|\p{Cs}/gu, "").trim(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (words) => {
        const columns = words.map((_, at) => ({ heading: `h${at}`, width: 10 }));
        const file = writeSheet(
          { name: "Hoja", columns, rows: [["=1+1", ...words]], at: new Date("2026-01-01") },
          100,
        );
        const rows = await readSheet(file, bounds);
        expect(rows).toMatchObject([
          {},
          { cells: ["=1+1", ...words].map((one) => ({ text: one, isFormula: false })) },
        ]);
      }),
      { numRuns: 40 },
    );
  });
});
