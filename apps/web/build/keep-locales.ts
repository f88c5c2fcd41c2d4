import type { Plugin } from "vite";

const catalogue =
  /\/(?:react-aria|react-stately)\/dist\/private\/intl\/.+\/([a-z]{2}-[A-Z]{2})\.mjs$/;

/**
 * react-aria ships its own few words in 34 languages; the page speaks two. The others become empty,
 * which takes some 20 kB off the first load.
 */
export function keepLocales(locales: readonly string[]): Plugin {
  return {
    name: "istmo:keep-locales",
    enforce: "pre",
    load(id) {
      const locale = catalogue.exec(id.split("?")[0] ?? "")?.[1];
      return locale === undefined || locales.includes(locale) ? null : "export default {};";
    },
  };
}
