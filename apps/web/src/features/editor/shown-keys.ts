import type { TFunction } from "i18next";

const onMac: Readonly<Record<string, string>> = {
  Mod: "⌘",
  Ctrl: "⌃",
  Alt: "⌥",
  Shift: "⇧",
  Enter: "↩",
  Tab: "⇥",
};

const arrows: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
};

/** Keys as they stand on the keyboard: `Mod-Alt-1` is ⌘⌥1 on a Mac and Ctrl+Alt+1 elsewhere. */
export function shownKeys(
  keys: string,
  { isMac, t }: { readonly isMac: boolean; readonly t: TFunction },
): string {
  const names = keys.split("-").map((part) => {
    const arrow = arrows[part];
    if (arrow !== undefined) return arrow;
    if (isMac && onMac[part] !== undefined) return onMac[part];
    if (part === "Mod" || part === "Ctrl") return t("writing.keyNames.ctrl");
    if (part === "Shift") return t("writing.keyNames.shift");
    if (part === "Enter") return t("writing.keyNames.enter");
    return part.length === 1 ? part.toUpperCase() : part;
  });
  return names.join(isMac ? "" : "+");
}
