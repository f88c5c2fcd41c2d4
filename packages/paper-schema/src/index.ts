export * from "./from-sample.ts";
export * from "./from-template.ts";
export * from "./links.ts";
export * from "./outline.ts";
export * from "./paper-document.ts";
export * from "./schema.ts";
export * from "./to-text.ts";
export * from "./word-count.ts";
