/** The event by which the key of the glossary reaches whoever shows it in that text. */
export const glossaryKey = "istmo:glossary";
