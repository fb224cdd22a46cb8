// The grid of several payloads: one of them is shown in full, and the grid stays where it was scrolled to.

import { form } from "./panes.js";
import { changed, live, run } from "./run.js";

const person = document.getElementById("person");
const { open: opened } = form.elements;

// Among the words for open rows, the one for a payload names no field.
document.addEventListener("click", (event) => {
  const chooser = event.target.closest("button.chooser");
  if (!live || !chooser) return;
  event.preventDefault();
  const others = opened.value.split(" ").filter((token) => token && !token.endsWith(":"));
  opened.value = [...others, `${chooser.value}:`].join(" ");
  changed();
  run();
});

let scrolled = [];

document.addEventListener("htmx:beforeSwap", () => {
  scrolled = [...person.querySelectorAll(".grid-scroll")].map(({ id, scrollLeft, scrollTop }) => [id, scrollLeft, scrollTop]);
});

document.addEventListener("htmx:afterSwap", () => {
  for (const [id, left, top] of scrolled) document.getElementById(id)?.scrollTo(left, top);
});
