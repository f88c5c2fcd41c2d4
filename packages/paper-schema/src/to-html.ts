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
import { alternativesIn, captionedTable, printOf, type PrintOptions } from "./print.ts";
import { calloutKinds, headingLevels } from "./schema.ts";

export interface HtmlOptions extends PrintOptions {
  readonly labels: {
    /** For an action item that is not among the titles. */
    readonly action: string;
    /** The heading of the footnotes. */
    readonly footnotes: string;
    /** Takes a reader from a footnote back to the text. */
    readonly backToText: string;
  };
  /** Addresses of the pictures, by their file: only addresses that the caller made. */
  readonly pictures?: ReadonlyMap<string, string>;
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

/** The files of the pictures in a text, each once, in their order. */
export function pictureIdsIn(document: PaperDocumentJson): string[] {
  const ids = new Set<string>();
  const visit = (node: PaperNodeJson): void => {
    const fileId = node.attrs?.["fileId"];
    if (node.type === "figure" && typeof fileId === "string") ids.add(fileId);
    node.content?.forEach(visit);
  };
  visit(document);
  return [...ids];
}

/**
 * The text as HTML without `<html>` and `<body>`. Level-1 headings become `<h2>`: the title of the
 * paper, which stands above the text, is the `<h1>`. Suggestions are marked unless the options say
 * otherwise.
 */
export function toHtml(source: PaperDocumentJson, options: HtmlOptions): string {
  const { labels } = options;
  const print = printOf(source, options);
  const targets = referredTo(print.document);
  const footnotes: { readonly content: string; readonly label: string }[] = [];

  function all(nodes: readonly PaperNodeJson[] | undefined): string {
    const blocks = nodes ?? [];
    const made: string[] = [];
    for (let index = 0; index < blocks.length; index += 1) {
      const titled = captionedTable(blocks, index);
      if (titled === null) made.push(node(blocks[index]!));
      else made.push(table(titled, blocks[(index += 1) - 1]));
    }
    return made.join("");
  }

  function node(it: PaperNodeJson): string {
    switch (it.type) {
      case "text":
        return marked(escapeHtml(it.text ?? ""), it.marks ?? []);
      case "hardBreak":
        return "<br>";
      case "paragraph":
        return element("p", numbered(it), place(it));
      case "heading":
        return element(`h${levelOf(it) + 1}`, numbered(it), place(it));
      case "bulletList":
        return element("ul", all(it.content), place(it));
      case "orderedList":
        return orderedList(it);
      case "listItem":
        return element("li", all(it.content), place(it));
      case "blockquote":
        return element("blockquote", all(it.content), place(it));
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
        return suggested(it, element("span", escapeHtml(action(it)), { class: "action" }));
      case "footnote":
        return suggested(it, footnote(it));
      case "figure":
        return figure(it);
      case "horizontalRule":
        return "<hr>";
      case "pageBreak":
        return '<hr class="page-break">';
      case "bibliography":
        return bibliography();
      case "citation":
        return suggested(it, element("cite", escapeHtml(print.citation(it))));
      case "crossReference":
        return suggested(it, crossReference(it));
      case "bracket":
        return suggested(it, element("span", alternatives(it), { class: "bracket" }));
      case "alternative":
        return element("span", all(it.content), { class: "alternative" });
      case "doc":
        return all(it.content);
      default:
        // A kind that a newer version knows: its text, without what it meant.
        return all(it.content);
    }
  }

  /** A block's own line, after its number. */
  function numbered(it: PaperNodeJson): string {
    const number = print.numberOf(it);
    const isShown = number?.kind === "paragraph" || number?.kind === "heading";
    const shown = isShown ? element("span", number.label, { class: "number" }) : "";
    return `${shown}${shown === "" ? "" : " "}${all(it.content)}`;
  }

  /** What a link of the text leads to has its id; what is suggested about a block is a class. */
  function place({ attrs }: PaperNodeJson, ...classes: string[]): Record<string, string> {
    const id = attrs?.["id"];
    const isTarget = typeof id === "string" && targets.has(id) && /^[\w-]{1,64}$/.test(id);
    for (const name of ["inserted", "removed", "changed"])
      if (typeof attrs?.[name] === "object" && attrs[name] !== null) classes.push(name);
    return {
      ...(isTarget ? { id: `b-${id}` } : {}),
      ...(classes.length > 0 ? { class: classes.join(" ") } : {}),
    };
  }

  /** Something in a line that is suggested to come or to go. */
  function suggested({ attrs }: PaperNodeJson, html: string): string {
    const is = (name: string) => typeof attrs?.[name] === "object" && attrs[name] !== null;
    const added = is("inserted") ? element("ins", html) : html;
    return is("removed") ? element("del", added) : added;
  }

  function action(it: PaperNodeJson): string {
    const id = it.attrs?.["actionId"];
    const title = typeof id === "string" ? options.actionTitles?.get(id) : undefined;
    return title === undefined ? labels.action : `${labels.action}: ${title}`;
  }

  function orderedList(it: PaperNodeJson): string {
    const start = wholeNumber(it.attrs?.["start"]);
    return element("ol", all(it.content), {
      ...(it.attrs?.["type"] === "a" ? { type: "a" } : {}),
      ...(start > 1 ? { start } : {}),
      ...place(it),
    });
  }

  function callout(it: PaperNodeJson): string {
    const kind = calloutKinds.find((known) => known === it.attrs?.["kind"]) ?? "note";
    return element("aside", all(it.content), place(it, "callout", kind));
  }

  function alternatives(it: PaperNodeJson): string {
    return alternativesIn(it)
      .map(({ content, called }) => {
        const name = called === "" ? "" : ` ${element("i", escapeHtml(called))}`;
        return element("span", `[${all(content)}${name}]`, { class: "alternative" });
      })
      .join(" ");
  }

  function crossReference(it: PaperNodeJson): string {
    const { text, isLost } = print.reference(it);
    const targetId = it.attrs?.["targetId"];
    if (isLost || typeof targetId !== "string" || !/^[\w-]{1,64}$/.test(targetId))
      return element("span", escapeHtml(text), { class: isLost ? "reference lost" : "reference" });
    return element("a", escapeHtml(text), { href: `#b-${targetId}`, class: "reference" });
  }

  function figure(it: PaperNodeJson): string {
    const { fileId, alt, source } = it.attrs ?? {};
    const address = typeof fileId === "string" ? options.pictures?.get(fileId) : undefined;
    const said = typeof alt === "string" ? alt : "";
    const picture =
      address === undefined
        ? element("p", escapeHtml(`[${print.words.picture}${said === "" ? "" : `: ${said}`}]`), {
            class: "no-picture",
          })
        : `<img src="${escapeHtml(address)}" alt="${escapeHtml(said)}">`;
    const number = print.numberOf(it);
    const label = number === undefined ? "" : element("strong", `${number.label}.`);
    const line = [label, all(it.content)].filter((part) => part !== "").join(" ");
    const from =
      typeof source === "string" && source !== ""
        ? element("small", escapeHtml(`${print.words.source}: ${source}`))
        : "";
    const text = [line, from].filter((part) => part !== "").join("<br>");
    return element("figure", picture + element("figcaption", text), place(it));
  }

  function bibliography(): string {
    const entries = (options.bibliography ?? []).map((entry) => element("p", all(entry)));
    return element("section", entries.join(""), { class: "bibliography" });
  }

  function table(it: PaperNodeJson, title?: PaperNodeJson): string {
    const [first, ...rest] = it.content ?? [];
    // Before what the table holds: notes and citations are counted in the order of the text.
    const above = title === undefined ? "" : element("caption", captionLine(it, title));
    const isHead =
      first?.content !== undefined &&
      first.content.length > 0 &&
      first.content.every(({ type }) => type === "tableHeader");
    const body = isHead ? rest : (it.content ?? []);
    const head = isHead ? element("thead", row(first, "col")) : "";
    const content = above + head + element("tbody", all(body));
    return element("table", content, place(it, "text-table"));
  }

  function captionLine(it: PaperNodeJson, title: PaperNodeJson): string {
    const number = print.numberOf(it);
    const label = number === undefined ? "" : element("strong", `${number.label}.`);
    return [label, all(title.content)].filter((part) => part !== "").join(" ");
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

  function footnote(it: PaperNodeJson): string {
    const place = footnotes.length;
    const label = print.numberOf(it)?.label ?? String(place + 1);
    footnotes.push({ content: "", label });
    footnotes[place] = { content: all(it.content), label };
    const link = element("a", label, {
      href: `#footnote-${place + 1}`,
      id: `reference-${place + 1}`,
    });
    return element("sup", link);
  }

  function notes(): string {
    if (footnotes.length === 0) return "";
    const items = footnotes.map(({ content, label }, index) => {
      const back = element("a", "↩", {
        href: `#reference-${index + 1}`,
        "aria-label": `${labels.backToText} ${label}`,
      });
      // A suggested note is called by the one before it, which a list cannot count.
      const isCounted = label === String(index + 1);
      const called = isCounted ? "" : element("span", label, { class: "number" }) + " ";
      return element("li", `${called}${content} ${back}`, {
        id: `footnote-${index + 1}`,
        ...(isCounted ? {} : { class: "apart" }),
      });
    });
    const heading = element("h2", escapeHtml(labels.footnotes));
    return element("section", heading + element("ol", items.join("")), { class: "footnotes" });
  }

  const body = all(print.document.content);
  return body + notes();
}

/** The ids that the text refers to. */
function referredTo(document: PaperDocumentJson): ReadonlySet<string> {
  const ids = new Set<string>();
  const visit = (node: PaperNodeJson): void => {
    const targetId = node.attrs?.["targetId"];
    if (node.type === "crossReference" && typeof targetId === "string") ids.add(targetId);
    node.content?.forEach(visit);
  };
  visit(document);
  return ids;
}

function marked(text: string, marks: readonly PaperMarkJson[]): string {
  return marks.reduceRight((inner, { type, attrs }) => {
    if (type === "bold") return element("strong", inner);
    if (type === "italic") return element("em", inner);
    if (type === "insertion") return element("ins", inner);
    if (type === "deletion") return element("del", inner);
    if (type === "formatting") return element("span", inner, { class: "formatting" });
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
