// Before anything is drawn: light, dark, or as the system has it; and that there is script.
(() => {
  document.documentElement.classList.add("script");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try { return localStorage.getItem("scheme") || "auto"; } catch { return "auto"; }
  };
  const show = () => {
    const wanted = kept();
    const scheme = wanted === "auto" ? (dark.matches ? "dark" : "light") : wanted;
    document.documentElement.dataset.bsTheme = scheme;
  };
  dark.addEventListener("change", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-scheme]");
    if (!button) return;
    try { localStorage.setItem("scheme", button.dataset.scheme); } catch { /* not kept then */ }
    show();
    mark();
  });
  const mark = () => {
    for (const button of document.querySelectorAll("[data-scheme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.scheme === kept()));
    }
  };
  document.addEventListener("DOMContentLoaded", mark);
  show();
})();
