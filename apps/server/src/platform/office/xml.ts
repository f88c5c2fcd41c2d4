/** XML as office files hold it: written by hand, read element by element. */
import { SaxesParser } from "saxes";

/** Text within an element or an attribute; what XML cannot hold at all is left out. */
export const escapeXml = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex -- those that XML 1.0 forbids.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

export interface XmlReader {
  /** Names come as they are written, with their prefix. */
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
}

/** Elements within each other; an honest file has a few dozen. */
const deepest = 200;

/**
 * Reads a document. Throws at what is not well-formed, at a document type (nothing in an office file
 * has one, and entities could unfold), and at elements nested without end.
 */
export function readXml(source: string, reader: XmlReader): void {
  const parser = new SaxesParser();
  let depth = 0;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw new Error("a document type is not read");
  });
  parser.on("opentag", ({ name, attributes }) => {
    depth += 1;
    if (depth > deepest) throw new Error("too deep");
    reader.open(name, attributes);
  });
  parser.on("closetag", ({ name }) => {
    depth -= 1;
    reader.close(name);
  });
  parser.on("text", reader.text);
  parser.on("cdata", reader.text);
  parser.write(source).close();
}
