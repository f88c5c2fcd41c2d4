/** Reads elements of somebody else's HTML. */

export function tagOf(element: Element): string {
  return element.tagName.toLowerCase();
}

export function classesOf(element: Element): string {
  return element.getAttribute("class") ?? "";
}

/**
 * The value of a property in the element's own style, in small letters. Read from the attribute:
 * a browser forgets the properties of Word.
 */
export function styleOf(element: Element, property: string): string | null {
  const style = element.getAttribute("style");
  if (style === null || !style.toLowerCase().includes(property)) return null;
  for (const declaration of style.split(";")) {
    const colon = declaration.indexOf(":");
    if (colon !== -1 && declaration.slice(0, colon).trim().toLowerCase() === property)
      return declaration
        .slice(colon + 1)
        .trim()
        .toLowerCase();
  }
  return null;
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Text that is safe between tags and in a quoted attribute. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? "");
}

/** What Word writes for the remarks in the margin: the list of them, and the mark of one. */
export function isComment(element: Element): boolean {
  const part = styleOf(element, "mso-element");
  if (part === "comment-list" || part === "comment") return true;
  return /(?:^|\s)(?:MsoCommentReference|MsoCommentText|msocomanchor|msocomtxt)(?:\s|$)/i.test(
    classesOf(element),
  );
}

/** Word parts its paragraphs by empty ones; a paper has its space from the style sheet. */
export function isBlank(text: string): boolean {
  return text.replace(/<br>|&nbsp;|[\s\u00a0\u200b\ufeff]/g, "") === "";
}

/** The number is counted here, so the one that was typed or made by a field goes. */
export function captionOf(text: string): string {
  const plain = text.replace(
    /^\s*(?:<(?:strong|em)>)*\s*(?:table|tabla|cuadro|tableau)\s+[\divxlc.]+\s*[.:\-–—]?\s*((?:<\/(?:strong|em)>)*)\s*/i,
    "$1",
  );
  const balanced = plain.replace(/^(?:<\/(?:strong|em)>)+/, "");
  return isBlank(balanced) ? "" : `<p data-caption="">${balanced.trim()}</p>`;
}
