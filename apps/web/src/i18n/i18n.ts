/**
 * The page's languages. Each is one lazily loaded chunk made of every `<feature>.<language>.json`
 * here, so a person downloads the language that they read and no other. The words of pages that few
 * open are in a folder of their own and come with those pages.
 *
 * A key is `<file>.<path>`: `t("papers.empty.title")` is `empty.title` of `papers.<language>.json`
 * (a catalogue may also spell its own name out as the outermost key).
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Catalogue } from "./catalogue.ts";

export const languages = ["es", "en"] as const;
export type Language = (typeof languages)[number];

const storageKey = "istmo.language";
const loaders: Record<Language, () => Promise<{ messages: Catalogue }>> = {
  es: () => import("./load-es.ts"),
  en: () => import("./load-en.ts"),
};

/** The words that come later, by the folder they are in. */
const laterLoaders = {
  identity: {
    es: () => import("./identity/load-es.ts"),
    en: () => import("./identity/load-en.ts"),
  },
  actions: {
    es: () => import("./actions/load-es.ts"),
    en: () => import("./actions/load-en.ts"),
  },
  action: {
    es: () => import("./action/load-es.ts"),
    en: () => import("./action/load-en.ts"),
  },
  account: {
    es: () => import("./account/load-es.ts"),
    en: () => import("./account/load-en.ts"),
  },
  administration: {
    es: () => import("./administration/load-es.ts"),
    en: () => import("./administration/load-en.ts"),
  },
  paper: {
    es: () => import("./paper/load-es.ts"),
    en: () => import("./paper/load-en.ts"),
  },
  clearance: {
    es: () => import("./clearance/load-es.ts"),
    en: () => import("./clearance/load-en.ts"),
  },
  commitments: {
    es: () => import("./commitments/load-es.ts"),
    en: () => import("./commitments/load-en.ts"),
  },
  dashboard: {
    es: () => import("./dashboard/load-es.ts"),
    en: () => import("./dashboard/load-en.ts"),
  },
  notices: {
    es: () => import("./notices/load-es.ts"),
    en: () => import("./notices/load-en.ts"),
  },
  rounds: {
    es: () => import("./rounds/load-es.ts"),
    en: () => import("./rounds/load-en.ts"),
  },
} satisfies Record<string, typeof loaders>;
export type LaterWords = keyof typeof laterLoaders;
/** What has been asked for, so that it is there in the other language too. */
const later = new Set<LaterWords>();
const laterLoaded = new Set<string>();
/** Not asked of i18next: it has a bundle of a language as soon as words that come later are in it. */
const loaded = new Set<Language>();

function isLanguage(value: unknown): value is Language {
  return value === "es" || value === "en";
}

/** The language of this browser: what was chosen here, else Spanish unless it asks for English. */
export function rememberedLanguage(): Language {
  try {
    const stored = localStorage.getItem(storageKey);
    if (isLanguage(stored)) return stored;
  } catch {
    // Storage is closed to us: decide by the browser.
  }
  return navigator.language.startsWith("en") ? "en" : "es";
}

async function loadLater(language: Language, words: LaterWords): Promise<void> {
  const name = `${words}.${language}`;
  if (laterLoaded.has(name)) return;
  const { messages } = await laterLoaders[words][language]();
  i18next.addResourceBundle(language, "page", messages, true, true);
  laterLoaded.add(name);
}

/** Loads words that few pages need; resolves when they can be shown. */
export async function addWords(words: LaterWords): Promise<void> {
  later.add(words);
  await loadLater(i18next.language === "en" ? "en" : "es", words);
}

/** Loads a language, shows the page in it and remembers it. */
export async function showLanguage(language: Language): Promise<void> {
  if (!loaded.has(language)) {
    const { messages } = await loaders[language]();
    i18next.addResourceBundle(language, "page", messages, true, true);
    loaded.add(language);
  }
  await Promise.all([...later].map((words) => loadLater(language, words)));
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Not remembered; the next visit decides anew.
  }
}

/** Must have resolved before the first render. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: rememberedLanguage(),
    fallbackLng: false,
    ns: ["page"],
    defaultNS: "page",
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: {},
    showSupportNotice: false,
  });
  await showLanguage(rememberedLanguage());
}
