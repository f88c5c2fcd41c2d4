import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import styles from "./section-owners.module.css";

/** Who answers for a section, as it is shown at its head. */
export interface ShownOwner {
  /** Two letters. */
  readonly code: string;
  readonly name: string;
}

interface State {
  readonly owners: ReadonlyMap<string, ShownOwner>;
  readonly shown: DecorationSet;
}

/** Set as transaction metadata to the owners by the id of their section's heading. */
export const sectionOwnersKey = new PluginKey<State>("sectionOwners");

/** The owner's code at the head of each section: drawn over the page, and no part of the text. */
export const SectionOwners = Extension.create({
  name: "sectionOwners",

  addProseMirrorPlugins: () => [
    new Plugin<State>({
      key: sectionOwnersKey,
      state: {
        init: () => ({ owners: new Map(), shown: DecorationSet.empty }),
        apply: (tr, old) => {
          const given = tr.getMeta(sectionOwnersKey) as State["owners"] | undefined;
          const owners = given ?? old.owners;
          if (given === undefined && (!tr.docChanged || owners.size === 0)) return old;
          return { owners, shown: ownersIn(tr.doc, owners) };
        },
      },
      props: { decorations: (state) => sectionOwnersKey.getState(state)?.shown },
    }),
  ],
});

function ownersIn(doc: Node, owners: State["owners"]): DecorationSet {
  const decorations: Decoration[] = [];
  doc.forEach((block, pos) => {
    if (block.type.name !== "heading" || block.attrs["level"] !== 1) return;
    const owner = owners.get(String(block.attrs["id"]));
    if (owner === undefined) return;
    const { code, name } = owner;
    decorations.push(
      Decoration.node(pos, pos + block.nodeSize, {
        class: styles.owned!,
        "data-owner": code,
        "data-owner-name": name,
      }),
    );
  });
  return DecorationSet.create(doc, decorations);
}
