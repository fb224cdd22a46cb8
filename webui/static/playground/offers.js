// What an answer offers by a button: the fix of a problem, and the written person in place of the stored one. Each is one
// step of undo.

import { onMarks } from "./marks.js";
import { panes } from "./panes.js";
import { live, onChange, run } from "./run.js";
import { say } from "./said.js";

// Whether a text has changed since the server told places in it.
let isOld = false;

onChange(() => {
  isOld = true;
});
onMarks(() => {
  isOld = false;
});

function mend(button) {
  if (isOld) {
    say("The text has changed since: the fix comes again in a moment.");
    return;
  }
  const { pane: name, edits } = JSON.parse(button.value);
  const pane = panes.get(name);
  const title = button.textContent;
  const [{ from, insert }] = edits;
  pane.edit(edits);
  pane.select(from, from + insert.length);
  say(`Done: ${title}.`);
  run();
}

function take(button) {
  const pane = panes.get("current");
  pane.focus(); // it may be folded away
  pane.write(button.dataset.person);
  say("The person as written is now the one as stored.");
  run();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name='fix'], button[name='take']");
  if (!live || !button) return;
  event.preventDefault();
  if (button.name === "fix") mend(button);
  else take(button);
});
