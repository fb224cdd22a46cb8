// Line numbers beside text areas, where there is no editor that has its own.

import { panes } from "./panes.js";

for (const pane of panes.values()) {
  const area = pane.element;
  if (area.localName !== "textarea") continue;
  const gutter = document.createElement("div");
  gutter.className = "gutter";
  gutter.setAttribute("aria-hidden", "true");
  gutter.append(document.createElement("pre"));
  area.before(gutter);
  area.addEventListener("input", () => number(area));
  area.addEventListener("scroll", () => follow(area));
  number(area);
}

window.addEventListener("pageshow", () => {
  for (const { element } of panes.values()) {
    if (element.localName === "textarea") number(element);
  }
});

function number(area) {
  const gutter = area.previousElementSibling;
  const lines = area.value.split("\n").length;
  if (Number(gutter.dataset.lines) === lines) return;
  gutter.dataset.lines = lines;
  gutter.style.setProperty("--digits", Math.max(2, String(lines).length));
  gutter.firstChild.textContent = Array.from({ length: lines }, (_, index) => index + 1).join("\n");
  follow(area);
}

function follow(area) {
  area.previousElementSibling.firstChild.style.transform = `translateY(${-area.scrollTop}px)`;
}
