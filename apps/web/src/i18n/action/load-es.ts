import { mergeCatalogues } from "../catalogue.ts";

export const messages = mergeCatalogues(
  import.meta.glob("./*.es.json", { eager: true, import: "default" }),
);
