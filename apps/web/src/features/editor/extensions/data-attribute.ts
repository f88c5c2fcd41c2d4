import type { Attribute } from "@tiptap/core";

/** An attribute that copying keeps, as `data-…` on the element; `shownAs` where its name says too little. */
export function dataAttribute(
  name: string,
  kind: "text" | "number" | "flag" | "json" = "text",
  shownAs = name,
): Partial<Attribute> {
  const key = `data-${shownAs.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return {
    default: null,
    parseHTML: (element) => parsed(element.getAttribute(key), kind),
    renderHTML: (attributes) => {
      const value: unknown = attributes[name];
      if (value === null || value === undefined || value === false) return {};
      return {
        [key]: typeof value === "string" ? value : JSON.stringify(value),
      };
    },
  };
}

function parsed(written: string | null, kind: "text" | "number" | "flag" | "json"): unknown {
  if (written === null) return null;
  if (kind === "text") return written;
  if (kind === "flag") return true;
  if (kind === "number") return /^\d{1,6}$/.test(written) ? Number(written) : null;
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
