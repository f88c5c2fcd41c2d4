/** Light or dark: the system's choice until the person makes one. See also public/scheme.js. */
import { useSyncExternalStore } from "react";

export type SchemeChoice = "system" | "light" | "dark";
export type Scheme = "light" | "dark";

const storageKey = "istmo.scheme";
const systemDark = () => window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

/** What the person chose; storage that is closed to us counts as no choice. */
export function schemeChoice(): SchemeChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

function apply(): void {
  const choice = schemeChoice();
  const scheme = choice === "system" ? (systemDark().matches ? "dark" : "light") : choice;
  document.documentElement.dataset["scheme"] = scheme;
  for (const listener of listeners) listener();
}

export function chooseScheme(choice: SchemeChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, choice);
  } catch {
    // The choice then holds for nobody; the system's scheme stays.
  }
  apply();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) systemDark().addEventListener("change", apply);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) systemDark().removeEventListener("change", apply);
  };
}

export function useScheme(): Scheme {
  return useSyncExternalStore(subscribe, () =>
    document.documentElement.dataset["scheme"] === "dark" ? "dark" : "light",
  );
}

export function useSchemeChoice(): SchemeChoice {
  return useSyncExternalStore(subscribe, schemeChoice);
}
