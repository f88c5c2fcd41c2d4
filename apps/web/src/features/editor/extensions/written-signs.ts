/**
 * Signs that become what they stand for while one writes, beside those of Markdown that Tiptap's own
 * nodes know: a) and (a) letter a list, --- is a rule, and quotes, dashes and dots get their
 * typographic form. Backspace right after gives back what was typed; while one suggests, undo does.
 */
import { Extension, InputRule, wrappingInputRule } from "@tiptap/core";

/** What a straight quote follows when it opens: nothing, a space, an opening sign. */
const opening = String.raw`(?:^|[\s([{«“‘¿¡/—–\uFFFC])`;

/** Replaces the last characters that were typed. */
function written(find: RegExp, signs: string): InputRule {
  return new InputRule({
    find,
    handler: ({ state, range, match }) => {
      const typed = match[1] ?? "";
      const start = range.to - typed.length;
      const marks = state.doc.resolve(start).marks();
      state.tr.replaceWith(start, range.to, state.schema.text(signs, marks));
    },
  });
}

export const WrittenSigns = Extension.create({
  name: "writtenSigns",

  addInputRules() {
    const { orderedList, horizontalRule } = this.editor.schema.nodes;
    if (!orderedList || !horizontalRule) return [];
    return [
      wrappingInputRule({
        find: /^\(?a\)\s$/,
        type: orderedList,
        getAttributes: () => ({ type: "a" }),
        // Not behind a list of another kind, which the new item would join.
        joinPredicate: (_match, before) => before.attrs["type"] === "a",
      }),
      wrappingInputRule({
        find: /^(\d{1,3})\)\s$/,
        type: orderedList,
        getAttributes: (match) => ({ start: Number(match[1] ?? 1) }),
        joinPredicate: (match, before) =>
          before.attrs["type"] === null &&
          before.childCount + Number(before.attrs["start"]) === Number(match[1]),
      }),
      new InputRule({
        find: /^---$/,
        handler: ({ state, range }) => {
          const { tr } = state;
          const $from = tr.doc.resolve(range.from);
          if ($from.parent.type.name !== "paragraph") return null;
          const parent = $from.node(-1);
          const index = $from.index(-1);
          if (!parent.canReplaceWith(index, index, horizontalRule)) return null;
          tr.delete(range.from, range.to);
          tr.insert($from.before(), horizontalRule.create());
          return undefined;
        },
      }),
      written(new RegExp(`${opening}(")$`, "u"), "“"),
      written(/(")$/, "”"),
      written(/\p{L}(')$/u, "’"),
      written(/(<<)$/, "«"),
      written(/(>>)$/, "»"),
      written(/(?:^|[^.])(\.\.\.)$/, "…"),
      written(/[^-](--)$/, "–"),
    ];
  },
});
