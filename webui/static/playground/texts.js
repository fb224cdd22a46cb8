// What replaces whole texts: examples, and versions of the mapping to compare with. What was there can be brought back.

import { lost } from "./answers.js";
import { closeMenu } from "./menus.js";
import { form, panes } from "./panes.js";
import { onChange, changed, live, run } from "./run.js";

const mapping = panes.get("mapping");
const { earlier, since } = form.elements;

// Of each pane: the text that an example put there last, and the one that can be brought back. An example that
// follows another one takes nothing away that a person wrote.
const inserted = new Map();
const replaced = new Map();
let replacedVersion = version();

// --- the version to compare with ------------------------------------------------------------------------------------

/** Its text, and whether people picked it or started with it. */
function version() {
  return [earlier.value, since.value];
}

/** Compare with another mapping, given as its text and where it comes from. */
export function compareWith([text, origin]) {
  const pane = panes.get("earlier");
  earlier.value = text;
  pane?.editor?.read();
  since.value = origin;
}

// What people type there is a version that they picked.
form.addEventListener("input", (event) => {
  if (event.target === earlier) since.value = "picked";
}, true); // before the pane tells of the change

onChange(() => {
  if (isOtherMapping()) compareWith([mapping.text, "start"]);
});

// A mapping of another name is a new start, and no version of the one that is compared with, unless people picked that
// or look at both.
function isOtherMapping() {
  if (form.elements.view.value === "compare") return false;
  const [was, is] = [earlier.value, mapping.text].map((text) => /^name:[ \t]*["']?([^\s"'#]+)/m.exec(text)?.[1]);
  return since.value !== "picked" && was !== undefined && is !== undefined && was !== is;
}

function compare(button) {
  if (button.value === "this") {
    compareWith([mapping.text, "picked"]);
    document.getElementById("result").focus(); // the button goes away
    changed();
  } else {
    replace("mapping", earlier.value, mapping.text);
  }
  run();
}

// A body has a limit; the same text is not sent twice.
document.addEventListener("htmx:configRequest", (event) => {
  if (earlier.value === mapping.text) delete event.detail.parameters.earlier;
});

// --- replacing and bringing back ------------------------------------------------------------------------------------

function insert(name, text) {
  const pane = panes.get(name);
  const isUnchanged = pane.text === inserted.get(name);
  if (name === "mapping") {
    if (!isUnchanged) replacedVersion = version();
    compareWith([text, "start"]);
  }
  replace(name, text, isUnchanged ? replaced.get(name) : pane.text);
  inserted.set(name, pane.text);
}

/** Put a text into a pane; *kept* is what can be brought back. */
export function replace(name, text, kept = panes.get(name).text) {
  const pane = panes.get(name);
  if (pane.text === text) return;
  replaced.set(name, kept);
  pane.write(text);
  const undo = document.querySelector(`[data-undo="${name}"]`);
  if (undo) undo.hidden = false;
}

/** Take the texts of an example or a link, by pane; those that are not named are blank. */
export function takeAll(texts) {
  compareWith(texts.earlier ? [texts.earlier, "picked"] : [texts.mapping ?? "", "start"]);
  for (const [name, pane] of panes) {
    if (name === "earlier") continue;
    if (pane.element.localName === "textarea") replace(name, texts[name] ?? "");
    else pane.element.value = texts[name] ?? "";
    const folded = pane.element.closest("details");
    if (folded && texts[name]) folded.open = true;
  }
  const view = document.getElementById(`view-${texts.view ?? "person"}`);
  if (view) view.checked = true;
  panes.get("mapping").focus();
  changed();
  run();
}

function bringBack(name) {
  if (name === "mapping") {
    const other = version();
    compareWith(replacedVersion);
    replacedVersion = other;
    if (replaced.has("tests")) replace("tests", replaced.get("tests")); // a mapping brought them along
  }
  replace(name, replaced.get(name));
}

async function textOf(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new TypeError(answer.statusText);
  return answer.text();
}

async function choose(entry) {
  try {
    if (entry.dataset.task) {
      takeAll(JSON.parse(await textOf(entry.dataset.task)));
      return;
    }
    const text = await textOf(entry.dataset.source);
    // A mapping brings its tests along.
    const tests = entry.dataset.tests && (await textOf(entry.dataset.tests));
    insert(entry.dataset.pane, text);
    if (tests !== undefined) insert("tests", tests);
  } catch (refusal) {
    if (!(refusal instanceof TypeError)) throw refusal;
    lost();
  }
}

document.addEventListener("click", (event) => {
  const entry = event.target.closest("button[data-source], button[data-task]");
  const undo = event.target.closest("button[data-undo]");
  const comparing = event.target.closest("button[name='compare']");
  if (entry) {
    event.preventDefault();
    closeMenu(entry.closest("details"));
    choose(entry);
  } else if (undo) {
    bringBack(undo.dataset.undo);
  } else if (live && comparing) {
    event.preventDefault();
    compare(comparing);
  }
});
