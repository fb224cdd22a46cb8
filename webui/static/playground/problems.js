// Going from problem to problem, and mending one, with the keyboard.

import { panes } from "./panes.js";
import { say } from "./said.js";

/** All problems in the order of the page: pane after pane, and in each from top to bottom. */
function all() {
  return [...panes.values()].flatMap((pane) => {
    if (!pane.editor) return pane.element.ariaInvalid === "true" ? [{ pane, from: 0, to: 0 }] : [];
    const found = pane.editor.problems().map((problem) => ({ ...problem, pane }));
    return found.sort((one, other) => one.from - other.from);
  });
}

/** Go to the next problem, or with a *step* of -1 to the one before; after the last comes the first. */
export function goToProblem(step) {
  const found = all();
  if (!found.length) {
    say("There is no problem.");
    return;
  }
  const order = [...panes.values()];
  const here = order.findIndex((pane) => pane.hasFocus);
  const place = ({ pane, from }) => [order.indexOf(pane), from];
  const isAfter = (one, [pane, at]) => one[0] > pane || (one[0] === pane && one[1] > at);
  const at = here < 0 ? [-1, 0] : [here, order[here].caretStart];
  const next =
    step > 0
      ? found.find((problem) => isAfter(place(problem), at)) ?? found[0]
      : found.findLast((problem) => isAfter(at, place(problem))) ?? found.at(-1);
  if (next.pane.editor) next.pane.editor.tellProblem(next);
  else next.pane.focus();
  say(`${found.indexOf(next) + 1} of ${found.length}: ${next.message ?? "this cannot be read"}`);
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
  actions[0].apply();
  say(`Done: ${actions[0].name}.`);
}
