/**
 * Signs that become what they stand for, while one suggests. Tiptap writes what was typed first and
 * lets the rule go when the text is not exactly that afterwards, which a suggestion never is. So the
 * rules are tried on a copy of the state, and what was typed and what it becomes reach the text as
 * one edit, of which the mode makes one suggestion.
 */
import {
  getExtensionField,
  getSchemaTypeByName,
  inputRulesPlugin,
  type Editor,
  type InputRule,
} from "@tiptap/core";
import { EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";

/** The rules of all extensions, in their order. */
export function inputRulesOf(editor: Editor): InputRule[] {
  return editor.extensionManager.extensions.flatMap((extension) => {
    const rules = getExtensionField<(() => InputRule[]) | undefined>(extension, "addInputRules", {
      name: extension.name,
      options: extension.options as unknown,
      storage: extension.storage as unknown,
      editor,
      type: getSchemaTypeByName(extension.name, editor.schema),
    });
    return rules?.() ?? [];
  });
}

/** What was typed, and what a rule makes of it; null when no rule concerns it. */
export function typedByRules(
  editor: Editor,
  rules: InputRule[],
  { from, to, text }: { readonly from: number; readonly to: number; readonly text: string },
): Transaction | null {
  const { doc, selection, storedMarks, tr } = editor.state;
  let state = EditorState.create({ doc, selection, storedMarks });
  const view = {
    composing: false,
    get state() {
      return state;
    },
    dispatch(made: Transaction) {
      state = state.apply(made);
      for (const step of made.steps) tr.step(step);
    },
  };
  const copy = Object.create(editor, { view: { value: view } }) as Editor;
  const plugin = inputRulesPlugin({ editor: copy, rules });
  if (plugin.props.handleTextInput?.call(plugin, copy.view, from, to, text, () => tr) !== true)
    return null;
  const { anchor, head } = state.selection;
  tr.setSelection(TextSelection.between(tr.doc.resolve(anchor), tr.doc.resolve(head)));
  return tr.setStoredMarks(state.storedMarks).scrollIntoView();
}
