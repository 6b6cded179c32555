// The working of a figure at the side: focus goes in, and back to where it was opened.
(() => {
  let opener = null;
  const place = () => document.getElementById("opened");
  const close = () => {
    if (!place() || !place().firstElementChild) return;
    place().replaceChildren();
    if (opener) opener.focus();
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.classList.contains("opener")) opener = event.target;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const title = place() && place().querySelector("#opened-title");
    if (title) title.focus();
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-close]")) close(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
})();
