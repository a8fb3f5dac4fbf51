// Runs before the first paint, so that a dark screen never flashes white. A file of its own because the
// content security policy allows no inline script.
(() => {
  const read = (key) => {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const chosen = read("qd.scheme");
  const dark =
    chosen === "dark" || (chosen !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  const root = document.documentElement;
  root.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
  root.setAttribute("data-density", read("qd.density") === "comfortable" ? "comfortable" : "compact");
})();
