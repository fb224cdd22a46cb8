// The rows of a person that are open. They are explained with every answer, so they stay open whatever is edited.

import { form } from "./panes.js";
import { changed, live, run } from "./run.js";

const person = document.getElementById("person");
const { open: opened } = form.elements;

function toggle(button) {
  const tokens = new Set(opened.value.split(" ").filter(Boolean));
  if (!tokens.delete(button.value)) {
    tokens.add(button.value);
  } else {
    document.getElementById(`why-${button.value}`)?.remove();
    button.setAttribute("aria-expanded", "false");
  }
  opened.value = [...tokens].join(" ");
  changed();
  run();
}

/** Where there is no answer that explains a row, the row says so. */
export function promiseExplanations() {
  const tokens = opened.value.split(" ");
  for (const button of person.querySelectorAll("button.opener[aria-expanded='false']")) {
    if (!tokens.includes(button.value)) continue;
    const row = button.closest("tr");
    const promised = document.getElementById("later").content.firstElementChild.cloneNode(true);
    promised.id = `why-${button.value}`;
    promised.firstElementChild.colSpan = row.cells.length;
    row.after(promised);
    button.setAttribute("aria-expanded", "true");
  }
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("button.opener");
  const toRow = event.target.closest(".differs a");
  if (live && opener) {
    event.preventDefault();
    toggle(opener);
  } else if (toRow) {
    event.preventDefault();
    document.getElementById(toRow.getAttribute("href").slice(1))?.focus();
  }
});
