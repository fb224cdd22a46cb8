// What can stand at the caret of the mapping or of its tests: the server knows.

import { autocompletion, startCompletion } from "../vendor/codemirror.js";
import { form } from "./panes.js";
import { sentSchemas } from "./sent.js";

const TYPES = { key: "property", field: "class", attribute: "variable", filter: "function", table: "constant", value: "text" };

/** A completion as the editor knows it; *at* is its place in the order of the server, best first. */
function optionOf({ label, kind, detail, info, insert }, at) {
  return {
    label,
    detail: detail ?? undefined,
    info: info ?? undefined,
    type: TYPES[kind] ?? kind,
    boost: -Math.min(at, 98),
    apply(view, completion, from, to) {
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + insert.length },
        userEvent: "input.complete",
        scrollIntoView: true,
      });
      // What goes on with a part or an argument is completed in turn.
      if (/[.(' ]$/.test(insert)) startCompletion(view);
    },
  };
}

// Of these only one of a few can stand where a value is due: then it is a help to see them before a letter is typed, and
// Enter cannot mean a line, since nothing goes below. Where an expression is due there are too many, and Enter can.
const FEW = ["value", "table"];

function sourceOf(pane) {
  return async (context) => {
    // Only where something can begin: after a word, a dot, a quote or a bracket, or when it is asked for; after a colon
    // and a blank only one of a few.
    const isValue = !context.explicit && context.matchBefore(/: $/);
    if (!context.explicit && !isValue && !context.matchBefore(/[\w.'"([{|] ?$/)) return null;
    const body = new URLSearchParams({ pane, [pane]: context.state.doc.toString(), at: context.pos });
    if (pane === "mapping") body.set("sent", sentSchemas());
    const leaving = new AbortController();
    context.addEventListener("abort", () => leaving.abort());
    try {
      const answer = await fetch(form.dataset.completions, { method: "POST", body, signal: leaving.signal });
      if (!answer.ok) return null;
      const { from, to, options, complete } = await answer.json();
      if (isValue && !options.every(({ kind }) => FEW.includes(kind))) return null;
      // A word that stands there whole is no longer offered: Enter is to make a line.
      const isWhole = (word) => options.some(({ insert }) => insert === word);
      if (!context.explicit && isWhole(context.state.sliceDoc(from, to))) return null;
      const validFor = complete ? (word) => /^\w*$/.test(word) && !isWhole(word) : undefined;
      return { from, to, validFor, options: options.map(optionOf) };
    } catch (refusal) {
      if (refusal instanceof TypeError || refusal.name === "AbortError") return null; // no server, or a newer question
      throw refusal;
    }
  };
}

/** The extension that completes what is typed in a pane. */
export function completionIn(pane) {
  return autocompletion({ override: [sourceOf(pane)], icons: false, maxRenderedOptions: 60 });
}
