// What replaces whole texts: examples, and versions of the mapping to compare with. What was there can be brought back.

import { lost } from "./answers.js";
import { closeMenu } from "./menus.js";
import { form, panes } from "./panes.js";
import { changed, live, onChange, run } from "./run.js";

const mapping = panes.get("mapping");
const { earlier, since } = form.elements;

// Of each pane: the text that an example put there last, and the one that can be brought back. An example that
// follows another one takes nothing away that a person wrote.
const inserted = new Map();
const replaced = new Map();
let replacedVersion = version();

// The texts that came with the mapping. Those that have no button of their own are brought back with it.
let along = [];

// --- the version to compare with ------------------------------------------------------------------------------------

/** Its text, and whether people picked it or started with it. */
function version() {
  return [earlier.value, since.value];
}

/** Compare with another mapping, given as its text and where it comes from. */
function compareWith([text, origin]) {
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

// Nothing can be compared with a version that has errors: the first one without is the start.
document.addEventListener("htmx:afterSettle", () => {
  const start = document.querySelector("#difference [data-start]");
  if (!start) return;
  delete start.dataset.start; // said once: what settles later may find another text
  compareWith([mapping.text, "start"]);
});

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

/** Put the texts of an example or a link into their panes, with the version to compare the mapping with. */
function insert(texts, other) {
  if (other) {
    if (!isUnchanged("mapping")) replacedVersion = version();
    compareWith(other);
    along = Object.keys(texts).filter((name) => !undoOf(name));
  }
  for (const [name, text] of Object.entries(texts)) {
    replace(name, text, isUnchanged(name) ? replaced.get(name) : panes.get(name).text);
    inserted.set(name, panes.get(name).text);
  }
}

function isUnchanged(name) {
  return panes.get(name).text === inserted.get(name);
}

function undoOf(name) {
  return document.querySelector(`[data-undo="${name}"]`);
}

/** Put a text into a pane; *kept* is what can be brought back. */
function replace(name, text, kept = panes.get(name).text) {
  const pane = panes.get(name);
  if (pane.text === text) return;
  replaced.set(name, kept);
  pane.write(text);
  const undo = undoOf(name);
  if (undo) undo.hidden = false;
}

/** Take the texts of an example or a link, by pane; those that are not named are blank. */
export function takeAll(texts) {
  const names = [...panes.keys()].filter((name) => name !== "earlier");
  const other = texts.earlier ? [texts.earlier, "picked"] : [texts.mapping ?? "", "start"];
  insert(Object.fromEntries(names.map((name) => [name, texts[name] ?? ""])), other);
  for (const name of names) {
    const folded = panes.get(name).element.closest("details");
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
    for (const each of along) {
      if (replaced.has(each)) replace(each, replaced.get(each));
    }
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
    if (entry.dataset.pane === "mapping") insert({ mapping: text, tests }, [text, "start"]);
    else insert({ [entry.dataset.pane]: text });
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
