export { plainText, type CslMoment, type CslPerson, type CslSource, type TextRun } from "./csl.ts";
export * from "./format-citations.ts";
export * from "./found-citations.ts";
export * from "./print-citations.ts";
