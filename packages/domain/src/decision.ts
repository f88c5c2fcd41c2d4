/** The stable code of a refusal; it has a text in every language of the page. */
export interface Refusal<Code extends string> {
  readonly accepted: false;
  readonly code: Code;
}

/** What a rule answers: the event that follows, or why it is refused. Nothing is thrown. */
export type Decision<Event, Code extends string> =
  { readonly accepted: true; readonly event: Event } | Refusal<Code>;

/** The rule allows it; `event` is what becomes true. */
export function accept<Event>(event: Event): { readonly accepted: true; readonly event: Event } {
  return { accepted: true, event };
}

/** The rule forbids it. */
export function refuse<const Code extends string>(code: Code): Refusal<Code> {
  return { accepted: false, code };
}
