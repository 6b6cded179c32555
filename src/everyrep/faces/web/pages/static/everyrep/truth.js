// The key t shows the known truth beside estimates and hides it; the address says so, and it can be off.
(() => {
  const link = document.querySelector("[data-truth]"), button = document.querySelector("[data-truth-key]");
  if (!link) return;
  const off = () => { try { return localStorage.getItem("truth-key") === "off"; } catch { return false; } };
  const say = () => { if (button) button.textContent = off() ? button.dataset.on : button.dataset.off; };
  const turn = () => {
    const shown = document.documentElement.classList.toggle("truths");
    const here = new URL(window.location.href);
    if (shown) here.searchParams.set("truth", "1"); else here.searchParams.delete("truth");
    window.history.replaceState(window.history.state, "", here);
    try { sessionStorage.setItem("truths", shown ? "1" : ""); } catch { /* not kept then */ }
  };
  try { if (sessionStorage.getItem("truths") && !document.documentElement.classList.contains("truths")) turn(); } catch { /* none kept */ }
  link.addEventListener("click", (event) => { event.preventDefault(); turn(); });
  if (button) button.addEventListener("click", () => {
    try { localStorage.setItem("truth-key", off() ? "on" : "off"); } catch { /* stays on */ }
    say();
  });
  say();
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "t" || event.ctrlKey || event.metaKey || event.altKey || typing || off()) return;
    turn();
  });
})();
