// What a passkey or the clipboard answers, said in words; and what needs script comes out of hiding.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const said = document.createElement("p");
  said.className = "banner bad";
  said.setAttribute("role", "alert");
  const name = event.detail.exception && event.detail.exception.name;
  said.textContent = {
    NotAllowedError: "Nothing was confirmed. Try again, or sign in another way.",
    InvalidStateError: "This device has a passkey of this account already.",
    SecurityError: "Passkeys work at an address with a name, by https or on localhost. "
      + "Where the app runs on this machine, write localhost in place of the number.",
  }[name] || "This browser or key could not do it. Try again, or sign in another way.";
  const before = document.querySelector("main .banner.bad[data-key]");
  if (before) before.remove();
  said.dataset.key = "";
  document.querySelector("main h1").after(said);
});
if (window.PublicKeyCredential) {
  for (const button of document.querySelectorAll("[data-needs-script]")) button.hidden = false;
}
