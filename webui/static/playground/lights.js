// A row of the person lights what it came from: its rule, and the attributes that it read. The caret in a rule lights
// its row.

import { marks, onMarks } from "./marks.js";
import { panes } from "./panes.js";
import { onChange } from "./run.js";

const person = document.getElementById("person");
let lit = null;

// Whether a text has changed since the server told places in it. What is lit moves along until the next answer.
let isOld = false;

function tokenOf(target) {
  return target.closest?.("tr")?.querySelector(".opener")?.value ?? null;
}

function light(token) {
  if (token === lit) return;
  lit = token;
  show();
}

function show() {
  const parts = (lit && !isOld && marks.lights[lit]) || [];
  for (const pane of panes.values()) {
    pane.editor?.light(parts.filter((part) => part.pane === pane.name));
  }
}

for (const [enter, leave] of [["pointerover", "pointerleave"], ["focusin", "focusout"]]) {
  person.addEventListener(enter, (event) => light(tokenOf(event.target)));
  person.addEventListener(leave, () => light(null));
}

function lightRow() {
  if (isOld) return;
  const mapping = panes.get("mapping");
  const at = mapping.caret;
  const isAt = ({ pane, from, to }) => pane === "mapping" && from <= at && at <= to;
  const tokens = mapping.hasFocus
    ? Object.keys(marks.lights).filter((token) => marks.lights[token].some(isAt))
    : [];
  for (const row of person.querySelectorAll("tr.lit")) row.classList.remove("lit");
  for (const token of tokens) document.getElementById(`open-${token}`)?.closest("tr").classList.add("lit");
}

onChange(() => {
  isOld = true;
});
onMarks(() => {
  isOld = false;
  show();
  lightRow();
});
document.addEventListener("selectionchange", lightRow);
