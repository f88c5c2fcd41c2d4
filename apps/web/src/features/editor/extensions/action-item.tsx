import { Node } from "@tiptap/core";
import { NodeViewWrapper, ReactNodeViewRenderer, type ReactNodeViewProps } from "@tiptap/react";
import type { ReactNode } from "react";

export interface ActionItemOptions {
  /** What stands in the text for an action item: a live chip, given by the page. */
  readonly renderActionChip: (actionId: string) => ReactNode;
}

/** A reference to an action item; the item itself is a row on the server. */
export const ActionItem = Node.create<ActionItemOptions>({
  name: "actionItem",
  group: "inline",
  inline: true,
  atom: true,

  addOptions() {
    return { renderActionChip: (actionId) => actionId };
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
