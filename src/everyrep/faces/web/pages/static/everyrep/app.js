// The menu on a phone, and what is said when a part of a page cannot be had.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-menu]");
  if (!button) return;
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  document.documentElement.classList.toggle("menu-open", !open);
});
document.addEventListener("keydown", (event) => {
  const button = document.querySelector("[data-menu][aria-expanded=true]");
  if (event.key !== "Escape" || !button) return;
  button.click();
  button.focus();
});
document.addEventListener("htmx:afterSwap", (event) => {
  event.target.setAttribute("aria-busy", "false");
});
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(name, (event) => {
    const said = document.createElement("p");
    said.className = "banner bad";
    said.setAttribute("role", "alert");
    said.textContent = "This part could not be had. Load the page again; if it stays so, tell whoever keeps the app.";
    event.detail.target.replaceChildren(said);
    event.detail.target.setAttribute("aria-busy", "false");
  });
}
// On paper nothing can be opened, so that what is listed by themes is printed open.
window.addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("details.theme:not([open])")) {
    one.open = true;
    one.dataset.printed = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const one of document.querySelectorAll("details[data-printed]")) {
    one.open = false;
    delete one.dataset.printed;
  }
});
