// A row of the person lights what it came from: its rule, and the attributes that it read. The caret in a rule lights
// its row.

import { marks } from "./marks.js";
import { panes } from "./panes.js";

const person = document.getElementById("person");
let lit = null;

function tokenOf(target) {
  return target.closest?.("tr")?.querySelector(".opener")?.value ?? null;
}

function light(token) {
  if (token === lit) return;
  lit = token;
  const parts = (token && marks.lights[token]) || [];
  for (const pane of panes.values()) {
    pane.editor?.light(parts.filter((part) => part.pane === pane.name));
  }
}

for (const [enter, leave] of [["pointerover", "pointerleave"], ["focusin", "focusout"]]) {
  person.addEventListener(enter, (event) => light(tokenOf(event.target)));
  person.addEventListener(leave, () => light(null));
}

function lightRow() {
  const mapping = panes.get("mapping");
  const at = mapping.caret;
  const isAt = ({ pane, from, to }) => pane === "mapping" && from <= at && at <= to;
  const tokens = mapping.hasFocus
    ? Object.keys(marks.lights).filter((token) => marks.lights[token].some(isAt))
    : [];
  for (const row of person.querySelectorAll("tr.lit")) row.classList.remove("lit");
  for (const token of tokens) document.getElementById(`open-${token}`)?.closest("tr").classList.add("lit");
}

document.addEventListener("htmx:afterSettle", lightRow);
document.addEventListener("selectionchange", lightRow);
