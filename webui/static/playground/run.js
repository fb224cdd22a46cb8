// The page runs by itself after a pause, and drops answers to older texts. Each change counts the revision up; the form
// sends it, and the answer brings it back.

import { form, panes } from "./panes.js";

const PAUSE = 250;

/** Whether htmx is here: without it the form posts and gets a whole page. */
export const live = "htmx" in window;

let revision = 0;
let timer = 0;
let posting = false;
const listeners = [];

/** Call *listener* at each change. */
export function onChange(listener) {
  listeners.push(listener);
}

export function run() {
  clearTimeout(timer);
  form.requestSubmit();
}

/** From here on every answer on its way is one to an older text. */
export function changed() {
  for (const listener of listeners) listener();
  form.elements.revision.value = ++revision;
  clearTimeout(timer);
  if (live) timer = setTimeout(run, PAUSE);
}

/** Whether an answer, or what an answer told, is about the texts as they are. */
export function isCurrent(answered) {
  return answered === revision;
}

export function currentRevision() {
  return revision;
}

function isTyped() {
  return [...panes.values()].some(({ element }) => element.value !== element.defaultValue);
}

for (const pane of panes.values()) pane.onTyped = changed;

// A browser that goes back brings the texts, but not the answer to them.
window.addEventListener("pageshow", () => {
  for (const pane of panes.values()) pane.editor?.read();
  if (isTyped()) changed();
});

// One that reloads or is closed forgets them. They may be personal data and are stored nowhere, so it asks first.
window.addEventListener("beforeunload", (event) => {
  if (isTyped() && !posting) event.preventDefault();
});

// Until htmx has taken up the form, the browser would post it and leave the page.
let isReady = !live;
let isAwaited = false;

form.addEventListener("submit", (event) => {
  posting = !live;
  if (isReady) return;
  event.preventDefault();
  isAwaited = true;
});

document.addEventListener("DOMContentLoaded", () => {
  isReady = true;
  if (isAwaited) run();
});
