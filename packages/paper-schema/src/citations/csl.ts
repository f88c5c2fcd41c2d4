/** A source as CSL-JSON describes it: what of it citations and bibliographies are made of. */

export interface CslPerson {
  readonly family?: string | undefined;
  readonly given?: string | undefined;
  readonly suffix?: string | undefined;
  readonly "dropping-particle"?: string | undefined;
  readonly "non-dropping-particle"?: string | undefined;
  /** A body, or a person whose name is one piece. */
  readonly literal?: string | undefined;
}

export interface CslMoment {
  readonly "date-parts"?: readonly (readonly number[])[] | undefined;
  readonly literal?: string | undefined;
}

type CslTexts = {
  readonly [
    field in
      | "title-short"
      | "container-title"
      | "collection-title"
      | "collection-number"
      | "publisher"
      | "publisher-place"
      | "authority"
      | "jurisdiction"
      | "genre"
      | "number"
      | "volume"
      | "issue"
      | "page"
      | "edition"
      | "section"
      | "event-title"
      | "DOI"
      | "URL"
  ]?: string | undefined;
};

export interface CslSource extends CslTexts {
  readonly type: string;
  readonly title: string;
  readonly author?: readonly CslPerson[] | undefined;
  readonly editor?: readonly CslPerson[] | undefined;
  readonly translator?: readonly CslPerson[] | undefined;
  readonly issued?: CslMoment | undefined;
  readonly accessed?: CslMoment | undefined;
}

/** A stretch of text that is set in one way. */
export interface TextRun {
  readonly text: string;
  readonly isItalic?: boolean;
  /** http or https. */
  readonly href?: string;
}

/** The text alone. */
export function plainText(runs: readonly TextRun[]): string {
  return runs.map(({ text }) => text).join("");
}
