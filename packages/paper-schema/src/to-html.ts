/**
 * A paper as HTML, for files that leave the house. Everything that people typed is escaped, only
 * elements and attributes named here come out, and links lead to http, https or mailto alone.
 */
import { isSafeHref } from "./links.ts";
import type {
  JsonValue,
  PaperDocumentJson,
  PaperMarkJson,
  PaperNodeJson,
} from "./paper-document.ts";
import { calloutKinds, headingLevels } from "./schema.ts";

export interface HtmlOptions {
  /** What is shown for an action item, by its id: those that the reader may see. */
  readonly actionTitles?: ReadonlyMap<string, string>;
  readonly labels: {
    /** For an action item that is not among the titles. */
    readonly action: string;
    /** The heading of the footnotes. */
    readonly footnotes: string;
    /** Takes a reader from a footnote back to the text. */
    readonly backToText: string;
  };
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text that is safe between tags and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return (
    text
      // What no HTML file may hold, and what could turn the direction of the text around it.
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, "")
      .replace(/[&<>"']/g, (character) => escapes[character] ?? "")
  );
}

/** The ids of the action items that a text refers to. */
export function actionIdsIn(document: PaperDocumentJson): string[] {
  const ids = new Set<string>();
  const visit = (node: PaperNodeJson): void => {
    const actionId = node.attrs?.["actionId"];
    if (node.type === "actionItem" && typeof actionId === "string") ids.add(actionId);
    node.content?.forEach(visit);
  };
  visit(document);
  return [...ids];
}

/**
 * The text as HTML without `<html>` and `<body>`. Level-1 headings become `<h2>`: the title of the
 * paper, which stands above the text, is the `<h1>`.
 */
export function toHtml(document: PaperDocumentJson, options: HtmlOptions): string {
  const { labels } = options;
  const footnotes: string[] = [];

  function all(nodes: readonly PaperNodeJson[] | undefined): string {
    return (nodes ?? []).map(node).join("");
  }

  function node(it: PaperNodeJson): string {
    switch (it.type) {
      case "text":
        return marked(escapeHtml(it.text ?? ""), it.marks ?? []);
      case "hardBreak":
        return "<br>";
      case "paragraph":
        return element("p", all(it.content));
      case "heading":
        return element(`h${levelOf(it) + 1}`, all(it.content));
      case "bulletList":
        return element("ul", all(it.content));
      case "orderedList":
        return orderedList(it);
      case "listItem":
        return element("li", all(it.content));
      case "blockquote":
        return element("blockquote", all(it.content));
      case "callout":
        return callout(it);
      case "table":
        return table(it);
      case "tableRow":
        return row(it, "row");
      case "tableHeader":
        return cell("th", it, "row");
      case "tableCell":
        return cell("td", it);
      case "actionItem":
        return actionItem(it);
      case "footnote":
        return footnote(it);
      case "figure":
        return element("figure", element("figcaption", all(it.content)));
      case "horizontalRule":
        return "<hr>";
      case "pageBreak":
        return '<hr class="page-break">';
      case "bibliography":
        return element("section", "", { class: "bibliography" });
      case "citation":
        return element("cite", "");
      case "crossReference":
        return element("span", "", { class: "reference" });
      case "bracket":
        return element("span", all(it.content), { class: "bracket" });
      case "alternative":
        return element("span", all(it.content), { class: "alternative" });
      case "doc":
        return all(it.content);
      default:
        // A kind that a newer version knows: its text, without what it meant.
        return all(it.content);
    }
  }

  function orderedList(it: PaperNodeJson): string {
    const start = wholeNumber(it.attrs?.["start"]);
    return element("ol", all(it.content), {
      ...(it.attrs?.["type"] === "a" ? { type: "a" } : {}),
      ...(start > 1 ? { start } : {}),
    });
  }

  function callout(it: PaperNodeJson): string {
    const kind = calloutKinds.find((known) => known === it.attrs?.["kind"]) ?? "note";
    return element("aside", all(it.content), { class: `callout ${kind}` });
  }

  function table(it: PaperNodeJson): string {
    const [first, ...rest] = it.content ?? [];
    const isHead =
      first?.content !== undefined &&
      first.content.length > 0 &&
      first.content.every(({ type }) => type === "tableHeader");
    const body = isHead ? rest : (it.content ?? []);
    const head = isHead ? element("thead", row(first, "col")) : "";
    return element("table", head + element("tbody", all(body)), { class: "text-table" });
  }

  function row(it: PaperNodeJson, scope: "row" | "col"): string {
    const cells = (it.content ?? []).map((one) =>
      one.type === "tableHeader" ? cell("th", one, scope) : node(one),
    );
    return element("tr", cells.join(""));
  }

  function cell(name: "th" | "td", it: PaperNodeJson, scope?: "row" | "col"): string {
    const colspan = wholeNumber(it.attrs?.["colspan"]);
    const rowspan = wholeNumber(it.attrs?.["rowspan"]);
    const align = ["left", "center", "right"].find((one) => one === it.attrs?.["align"]);
    return element(name, all(it.content), {
      ...(scope === undefined ? {} : { scope }),
      ...(colspan > 1 ? { colspan } : {}),
      ...(rowspan > 1 ? { rowspan } : {}),
      ...(align === undefined ? {} : { class: `align-${align}` }),
    });
  }

  function actionItem(it: PaperNodeJson): string {
    const id = it.attrs?.["actionId"];
    const title = typeof id === "string" ? options.actionTitles?.get(id) : undefined;
    const shown = title === undefined ? labels.action : `${labels.action}: ${title}`;
    return element("span", escapeHtml(shown), { class: "action" });
  }

  function footnote(it: PaperNodeJson): string {
    footnotes.push((it.content ?? []).map(({ text }) => escapeHtml(text ?? "")).join(""));
    const number = footnotes.length;
    const link = element("a", String(number), {
      href: `#footnote-${number}`,
      id: `reference-${number}`,
    });
    return element("sup", link);
  }

  function notes(): string {
    if (footnotes.length === 0) return "";
    const items = footnotes.map((text, index) => {
      const number = index + 1;
      const back = element("a", "↩", {
        href: `#reference-${number}`,
        "aria-label": `${labels.backToText} ${number}`,
      });
      return element("li", `${text} ${back}`, { id: `footnote-${number}` });
    });
    const heading = element("h2", escapeHtml(labels.footnotes));
    return element("section", heading + element("ol", items.join("")), { class: "footnotes" });
  }

  const body = all(document.content);
  return body + notes();
}

function marked(text: string, marks: readonly PaperMarkJson[]): string {
  return marks.reduceRight((inner, { type, attrs }) => {
    if (type === "bold") return element("strong", inner);
    if (type === "italic") return element("em", inner);
    if (type === "insertion") return element("ins", inner);
    if (type === "deletion") return element("del", inner);
    const href = attrs?.["href"];
    if (typeof href !== "string" || !isSafeHref(href)) return inner;
    return element("a", inner, { href, rel: "noopener noreferrer" });
  }, text);
}

/** `content` is HTML already; names are ours, values are escaped. */
function element(
  name: string,
  content: string,
  attributes: Readonly<Record<string, string | number>> = {},
): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeHtml(String(value))}"`,
  );
  return `<${name}${written.join("")}>${content}</${name}>`;
}

function levelOf({ attrs }: PaperNodeJson): number {
  return headingLevels.find((known) => known === attrs?.["level"]) ?? 1;
}

/** At least 1, and no more than a table or a list can sensibly have. */
function wholeNumber(value: JsonValue | undefined): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return 1;
  return Math.min(Math.max(value, 1), 10_000);
}
