/** What a rule answers: the event that follows, or the stable code of a refusal. Nothing is thrown. */
export type Decision<Event> =
  | { readonly accepted: true; readonly event: Event }
  | { readonly accepted: false; readonly code: string };

/** The rule allows it; `event` is what becomes true. */
export function accept<Event>(event: Event): Decision<Event> {
  return { accepted: true, event };
}

/** The rule forbids it; `code` has a text in every language of the page. */
export function refuse(code: string): { readonly accepted: false; readonly code: string } {
  return { accepted: false, code };
}
