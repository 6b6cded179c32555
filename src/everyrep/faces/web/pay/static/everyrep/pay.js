// The slider of "if I close this deal": it moves the amount beside it, which asks anew.
"use strict";
(() => {
  const slide = document.querySelector(".pay-slide");
  const field = slide && document.getElementById(slide.dataset.slides);
  if (!field) return;
  const range = slide.querySelector("input");
  const start = Math.max(Number(field.value.replaceAll(",", "")) || 0, 1000);
  range.max = String(4 * start);
  range.step = String(Math.max(1, Math.round(start / 50)));
  range.value = String(start);
  slide.hidden = false;
  range.addEventListener("input", () => { field.value = range.value; });
})();
