// Going from problem to problem, and mending one, with the keyboard.

import { marks } from "./marks.js";
import { panes } from "./panes.js";
import { say } from "./said.js";

/** All problems in the order of the page: pane after pane, and in each from top to bottom. */
function all() {
  return [...panes.values()].flatMap((pane) => {
    if (!pane.editor) return ofLine(pane);
    const found = pane.editor.problems().map((problem) => ({ ...problem, pane }));
    return found.sort((one, other) => one.from - other.from);
  });
}

/** What is wrong with a text of one line, which has no editor that shows it. */
function ofLine(pane) {
  if (pane.element.ariaInvalid !== "true") return [];
  const found = marks.problems.find((problem) => problem.pane === pane.name);
  const message = found ? [found.message, found.hint].filter(Boolean).join("\n") : "This cannot be read.";
  return [{ pane, from: 0, to: pane.text.length, message }];
}

let told = null;

/** Whether somebody is still where a problem was told. Several can begin at one place. */
function isHere({ pane, from, message }) {
  return told?.message === message && told.pane === pane && told.from === from && pane.hasFocus && pane.caretStart === from;
}

/** Go to the next problem, or with a *step* of -1 to the one before; after the last comes the first. */
export function goToProblem(step) {
  const found = all();
  if (!found.length) {
    say("There is no problem.");
    return;
  }
  const next = after(found, step);
  told = next;
  next.pane.select(next.from, next.to);
  next.pane.editor?.tellProblem(next);
  const place = `${found.indexOf(next) + 1} of ${found.length}`;
  if (next.pane.editor) say(place, `: ${next.message}`); // an editor shows it where it is
  else say(`${place}: ${next.message}`);
}

function after(found, step) {
  const here = found.findIndex(isHere);
  if (here >= 0) return found.at((here + step) % found.length);
  const order = [...panes.values()];
  const focused = order.findIndex((pane) => pane.hasFocus);
  const place = ({ pane, from }) => [order.indexOf(pane), from];
  const isAfter = (one, [pane, at]) => one[0] > pane || (one[0] === pane && one[1] > at);
  const at = focused < 0 ? [-1, 0] : [focused, order[focused].caretStart];
  if (step > 0) return found.find((problem) => isAfter(place(problem), at)) ?? found[0];
  return found.findLast((problem) => isAfter(at, place(problem))) ?? found.at(-1);
}

/** Mend the problem at the caret by its first fix. */
export function mend() {
  const pane = [...panes.values()].find((each) => each.hasFocus);
  const at = pane?.caret;
  const here = pane?.editor?.problems().filter(({ from, to, actions }) => from <= at && at <= to && actions.length);
  if (!here?.length) {
    say("There is no fix for what stands here.");
    return;
  }
  const [{ actions }] = here;
  if (actions[0].apply()) say(`Done: ${actions[0].name}.`);
}
