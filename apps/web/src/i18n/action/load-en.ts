import { mergeCatalogues } from "../catalogue.ts";

export const messages = mergeCatalogues(
  import.meta.glob("./*.en.json", { eager: true, import: "default" }),
);
