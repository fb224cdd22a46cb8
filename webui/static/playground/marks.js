// What the server tells the editors: problems, values at the ends of lines, what a row came from, what the tests cover.
// Places are UTF-16 units from the start of a text, as editors count them.

import { panes } from "./panes.js";

const NOTHING = { problems: [], values: [], lights: {}, coverage: [] };

/** What the last answer told. It is about the texts as they were when it was asked for, and they have not changed. */
export let marks = NOTHING;

const listeners = [];

/** Call *listener* whenever there are other marks. */
export function onMarks(listener) {
  listeners.push(listener);
}

/** Take what the answer tells, and show it. */
export function mark() {
  const told = document.getElementById("marks")?.dataset.marks;
  marks = told ? { ...NOTHING, ...JSON.parse(told) } : NOTHING;
  show();
}

/** Nothing is known any more. */
export function unmark() {
  marks = NOTHING;
  show();
}

/** Show the marks again, such as to an editor that has just come. */
export function show() {
  for (const pane of panes.values()) {
    pane.editor?.mark({
      problems: marks.problems.filter((problem) => problem.pane === pane.name),
      values: pane.name === "mapping" ? marks.values : [],
      coverage: pane.name === "mapping" ? marks.coverage : [],
    });
  }
  for (const listener of listeners) listener();
}
