// The buttons that give a text one layout: the server lays it out, as `mapper fmt` does.

import { lost } from "./answers.js";
import { panes } from "./panes.js";
import { currentRevision, live } from "./run.js";
import { say } from "./said.js";

async function format(button) {
  const pane = panes.get(button.value);
  const asked = currentRevision();
  try {
    const body = new URLSearchParams({ pane: pane.name, text: pane.text });
    const answer = await fetch(button.dataset.action, { method: "POST", body });
    if (!answer.ok) throw new TypeError(answer.statusText);
    const { text, refused } = await answer.json();
    // Nothing that was typed on may be lost.
    if (currentRevision() !== asked) say("The text has changed meanwhile, so it was left as it is.");
    else if (refused) say(refused);
    else if (text === pane.text) say("It has that layout already.");
    else pane.write(text);
  } catch (refusal) {
    if (!(refusal instanceof TypeError)) throw refusal;
    lost();
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name='format']");
  if (!live || !button) return;
  event.preventDefault();
  format(button);
});
