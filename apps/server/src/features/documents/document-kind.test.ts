import { describe, expect, it } from "vitest";
import { strToU8, zipSync, type Zippable } from "fflate";
import { documentName, findDocumentKind } from "./document-kind.ts";

const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const types = (main: string) =>
  strToU8(`<Types><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`);
const office = (more: Zippable = {}, main = `${word}.main+xml`) =>
  zipSync({ "[Content_Types].xml": types(main), "word/document.xml": strToU8("<w/>"), ...more });
const openDocument = (mimetype: string, more: Zippable = {}) =>
  zipSync({ mimetype: [strToU8(mimetype), { level: 0 }], "content.xml": strToU8("<c/>"), ...more });

describe("what an uploaded document is", () => {
  it("is told by its bytes, and its name agrees", async () => {
    expect(await findDocumentKind(strToU8("%PDF-1.7\n"), "acta.PDF")).toBe("application/pdf");
    expect(await findDocumentKind(office(), "acta.docx")).toBe(word);
    const text = "application/vnd.oasis.opendocument.text";
    expect(await findDocumentKind(openDocument(text), "acta.odt")).toBe(text);
    expect(await findDocumentKind(strToU8("a;b\n1;2"), "datos.csv")).toBe("text/csv");
    expect(await findDocumentKind(Buffer.from([0x61, 0xf1, 0x6f]), "nota.txt")).toBe("text/plain");
    expect(await findDocumentKind(office(), "acta.pdf")).toBe("document_name_differs");
    expect(await findDocumentKind(strToU8("%PDF-1.7\n"), "acta.exe")).toBe("document_name_differs");
  });

  it("is refused where it is an archive, a program, a page or an older Word file under a good name", async () => {
    const zip = zipSync({ "a.txt": strToU8("a") });
    const refusedAs = (bytes: Uint8Array, name: string) =>
      expect(findDocumentKind(bytes, name)).resolves.toBe("document_kind_unknown");
    await refusedAs(zip, "acta.pdf");
    await refusedAs(strToU8("MZ\u0000\u0003"), "acta.pdf");
    await refusedAs(strToU8("MZ\u0000\u0003"), "acta.txt");
    await refusedAs(strToU8("<!doctype html>"), "acta.html");
    await refusedAs(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), "acta.doc");
    await refusedAs(openDocument("application/epub+zip"), "acta.odt");
  });

  it("has no macros, wherever they are kept", async () => {
    const macros = "document_has_macros";
    const vba = { "word/vbaProject.bin": strToU8("x") };
    expect(await findDocumentKind(office(vba), "acta.docx")).toBe(macros);
    const docm = office({}, "application/vnd.ms-word.document.macroEnabled.main+xml");
    expect(await findDocumentKind(docm, "acta.docm")).toBe(macros);
    const basic = openDocument("application/vnd.oasis.opendocument.text", {
      "Basic/Standard/Module1.xml": strToU8("x"),
    });
    expect(await findDocumentKind(basic, "acta.odt")).toBe(macros);
  });

  it("does not unfold to more than anybody could open, or than it says", async () => {
    const zeros = new Uint8Array(70 * 1024 * 1024);
    const parts = { "word/a": zeros, "word/b": zeros, "word/c": zeros };
    const bomb = office(
      Object.fromEntries(Object.entries(parts).map(([name, it]) => [name, [it, { level: 1 }]])),
    );
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await findDocumentKind(bomb, "a.docx")).toBe("document_unfolds_too_far");
    const liar = Buffer.from(office({ "word/a": new Uint8Array(1024 * 1024) }));
    // The directory's entry of the last part: its size, made small.
    const entry = liar.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    liar.writeUInt32LE(10, entry + 24);
    expect(await findDocumentKind(liar, "a.docx")).toBe("document_unfolds_too_far");
  });

  it("is refused where it is broken off, or says one thing in its directory and another inside", async () => {
    expect(await findDocumentKind(office().subarray(0, 200), "a.docx")).toBe("document_unreadable");
    const twofold = Buffer.from(office());
    twofold.write("[Xontent_Types].xml", 30);
    expect(await findDocumentKind(twofold, "a.docx")).toBe("document_unreadable");
    const appended = Buffer.concat([office(), Buffer.from("MZ")]);
    expect(await findDocumentKind(appended, "a.docx")).toBe("document_unreadable");
  });

  it("keeps its name, with the ending of its kind and no folder", () => {
    expect(documentName("../../Acta nº 3", "application/pdf")).toBe("_.._Acta nº 3.pdf");
    expect(documentName("acta.JPEG", "image/jpeg")).toBe("acta.JPEG");
  });
});
