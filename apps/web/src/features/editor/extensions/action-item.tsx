import { Node } from "@tiptap/core";
import { NodeViewWrapper, ReactNodeViewRenderer, type ReactNodeViewProps } from "@tiptap/react";
import type { ReactNode } from "react";

export interface ActionItemOptions {
  /** What stands in the text for an action item: a live chip, given by the page. */
  readonly renderActionChip: (actionId: string) => ReactNode;
  /** Asks for a new item where the selection is; null where nobody may make one. */
  readonly actionMaker: () => (() => void) | null;
}

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    actionItem: {
      /** Asks for an action item made of the words at the selection. */
      makeActionItem: () => ReturnType;
    };
  }
}

/** A reference to an action item; the item itself is a row on the server. */
export const ActionItem = Node.create<ActionItemOptions>({
  name: "actionItem",
  group: "inline",
  inline: true,
  atom: true,

  addOptions() {
    return { renderActionChip: (actionId) => actionId, actionMaker: () => null };
  },

  addAttributes() {
    return {
      actionId: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-action-id"),
        renderHTML: ({ actionId }) =>
          typeof actionId === "string" ? { "data-action-id": actionId } : {},
      },
    };
  },

  parseHTML() {
    return [{ tag: "span[data-action-id]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["span", HTMLAttributes];
  },

  addCommands() {
    return {
      makeActionItem:
        () =>
        ({ dispatch }) => {
          const make = this.options.actionMaker();
          if (dispatch) make?.();
          return make !== null;
        },
    };
  },

  addNodeView() {
    return ReactNodeViewRenderer(ActionItemView, { as: "span" });
  },
});

function ActionItemView({ node, extension }: ReactNodeViewProps) {
  const { renderActionChip } = extension.options as ActionItemOptions;
  const actionId: unknown = node.attrs["actionId"];
  return (
    <NodeViewWrapper as="span" data-action-chip="">
      {typeof actionId === "string" ? renderActionChip(actionId) : null}
    </NodeViewWrapper>
  );
}
