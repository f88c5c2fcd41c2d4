/** Flat messages by dotted key. */
export type Catalogue = Record<string, string>;

function addFlat(into: Catalogue, prefix: string, node: unknown): void {
  if (typeof node === "string") {
    into[prefix] = node;
    return;
  }
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    addFlat(into, prefix === "" ? key : `${prefix}.${key}`, value);
  }
}

/** Merges catalogue files (path → JSON) into one; every key begins with the name of its file. */
export function mergeCatalogues(files: Readonly<Record<string, unknown>>): Catalogue {
  const merged: Catalogue = {};
  for (const [path, content] of Object.entries(files)) {
    const name = /([^/]+)\.[a-z]{2}\.json$/.exec(path)?.[1] ?? path;
    const flat: Catalogue = {};
    addFlat(flat, "", content);
    for (const [key, message] of Object.entries(flat)) {
      merged[key.startsWith(`${name}.`) ? key : `${name}.${key}`] = message;
    }
  }
  return merged;
}
