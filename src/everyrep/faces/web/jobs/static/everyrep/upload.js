// Files dropped on the form are as files chosen in it; what is too large is said before it is sent.
const form = document.querySelector("[data-drop]");
if (form) {
  const input = form.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-chosen]");
  const send = form.querySelector("button[type=submit]");
  const size = (bytes) => bytes < 1048576 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`;
  const tell = () => {
    const files = [...input.files];
    const all = files.reduce((sum, file) => sum + file.size, 0);
    const most = Number(form.dataset.limit);
    chosen.replaceChildren(...files.map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} (${size(file.size)})`;
      return line;
    }));
    send.disabled = all > most;
    if (all > most) {
      const line = document.createElement("li");
      line.className = "refusal";
      line.textContent = `Together ${size(all)}, and ${size(most)} are taken. Pack them as .zip or .gz, or load them on the command line.`;
      chosen.append(line);
    }
  };
  input.addEventListener("change", tell);
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.remove("over"); });
  }
  form.addEventListener("drop", (event) => {
    input.files = event.dataTransfer.files;
    tell();
  });
  form.addEventListener("submit", () => {
    send.disabled = true;
    send.textContent = "Sending";
  });
  window.addEventListener("pageshow", () => {
    send.disabled = false;
    send.textContent = "Look at them";
  });
}
