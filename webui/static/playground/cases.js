// The payload becomes a test case: the server writes it, and the new text comes into the pane as if it had been typed.

import { form, panes } from "./panes.js";
import { lost } from "./answers.js";
import { currentRevision, live, onChange, run } from "./run.js";
import { say } from "./said.js";

const name = form.elements.case;
const button = document.getElementById("save-as-case");
const said = document.getElementById("case-said");

async function save() {
  const asked = currentRevision();
  said.replaceChildren();
  try {
    const answer = await fetch(button.dataset.save, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) throw new TypeError(answer.statusText);
    const saved = await answer.json();
    if (currentRevision() !== asked) {
      say("The texts have changed meanwhile, so no case was saved."); // nothing that was typed on may be lost
      return;
    }
    if (saved.tests !== null) insert(panes.get("tests"), saved.tests);
    said.textContent = saved.said; // until the next change, whose tests may fail
    if (saved.tests === null) return;
    name.value = "";
    button.focus();
    run();
  } catch (refusal) {
    if (!(refusal instanceof TypeError)) throw refusal;
    lost();
  }
}

/** Put in what is new in *text*; what stands around it stays where it is. */
function insert(pane, text) {
  const before = pane.text;
  let from = 0;
  while (from < before.length && before[from] === text[from]) from++;
  let after = 0;
  while (after < before.length - from && before.at(-1 - after) === text.at(-1 - after)) after++;
  pane.edit([{ from, to: before.length - after, insert: text.slice(from, text.length - after) }]);
}

if (live) {
  onChange(() => said.replaceChildren());
  button.addEventListener("click", (event) => {
    event.preventDefault();
    save();
  });
  // Enter would press the first button of the form.
  name.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (!event.ctrlKey && !event.metaKey) save();
  });
}
