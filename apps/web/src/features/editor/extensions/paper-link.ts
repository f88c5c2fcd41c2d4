import { mergeAttributes } from "@tiptap/core";
import { Link } from "@tiptap/extension-link";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { isSafeHref, toSafeHref } from "@istmo/paper-schema";

/**
 * A link to http, https or mailto, and nothing else about it in the document. While writing, a
 * click places the cursor, and Ctrl or Cmd with a click opens the link.
 */
export const PaperLink = Link.extend({
  inclusive: false,

  addAttributes() {
    return { href: { default: null } };
  },

  parseHTML() {
    return [
      { tag: "a[href]", getAttrs: (element) => isSafeHref(element.getAttribute("href")) && null },
    ];
  },

  renderHTML({ HTMLAttributes }) {
    const href: unknown = HTMLAttributes["href"];
    if (!isSafeHref(href)) return ["span", { "data-refused-link": "" }, 0];
    return [
      "a",
      mergeAttributes({ href, target: "_blank", rel: "noopener noreferrer nofollow" }),
      0,
    ];
  },

  addProseMirrorPlugins() {
    return [
      ...(this.parent?.() ?? []),
      new Plugin({
        key: new PluginKey("openLink"),
        props: {
          handleClick: (_view, _pos, event) => {
            if (!event.ctrlKey && !event.metaKey) return false;
            const anchor = event.target instanceof Element ? event.target.closest("a[href]") : null;
            const href = anchor?.getAttribute("href") ?? null;
            if (href === null || !isSafeHref(href)) return false;
            window.open(href, "_blank", "noopener,noreferrer");
            return true;
          },
        },
      }),
    ];
  },
}).configure({
  openOnClick: false,
  autolink: true,
  linkOnPaste: true,
  markdownLinks: true,
  defaultProtocol: "https",
  isAllowedUri: (url) => isSafeHref(url),
  shouldAutoLink: (url) => toSafeHref(url) !== null,
});
