import { isSafeHref, type TextRun } from "@istmo/paper-schema";

/** Text of a citation as it is set. */
export function Runs({ runs }: { readonly runs: readonly TextRun[] }) {
  return runs.map(({ text, isItalic, href }, index) => {
    // A run has no name but its place: all of them change together.
    if (href !== undefined && isSafeHref(href))
      return (
        <a key={index} href={href} target="_blank" rel="noopener noreferrer">
          {text}
        </a>
      );
    return isItalic === true ? <em key={index}>{text}</em> : <span key={index}>{text}</span>;
  });
}
