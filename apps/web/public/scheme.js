// Sets the colour scheme before the first paint. A file of its own, because the CSP allows no
// inline script. The rest of the page changes it through src/lib/scheme.ts.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("istmo.scheme");
  } catch {
    // Storage may be closed to us; then the system's scheme holds.
  }
  var dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.scheme = dark ? "dark" : "light";
})();
