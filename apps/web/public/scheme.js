// Sets the colour scheme before the first paint. A file of its own, because the CSP allows no
// inline script. The rest of the page changes it through src/lib/scheme.ts.
{
  const page = globalThis;
  let chosen = null;
  try {
    chosen = page.localStorage.getItem("istmo.scheme");
  } catch {
    // Storage may be closed to us; then the system's scheme holds.
  }
  const isDark =
    chosen === "dark" ||
    (chosen !== "light" && page.matchMedia("(prefers-color-scheme: dark)").matches);
  page.document.documentElement.dataset.scheme = isDark ? "dark" : "light";
}
