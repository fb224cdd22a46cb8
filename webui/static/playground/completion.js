// What can stand at the caret of the mapping: the server knows.

import { autocompletion } from "../vendor/codemirror.js";
import { form } from "./panes.js";

const WORD = /[\w$-]*$/;
const TYPES = { key: "property", field: "class", attribute: "variable", filter: "function", table: "constant", value: "text" };

async function source(context) {
  // Only where something can begin: after a word, a dot, a quote or a bracket, or when it is asked for.
  if (!context.explicit && !context.matchBefore(/[\w.'"([{|] ?$/)) return null;
  const body = new URLSearchParams({ mapping: context.state.doc.toString(), at: context.pos });
  const leaving = new AbortController();
  context.addEventListener("abort", () => leaving.abort());
  try {
    const answer = await fetch(form.dataset.completions, { method: "POST", body, signal: leaving.signal });
    if (!answer.ok) return null;
    const { from, to, options } = await answer.json();
    return {
      from,
      to,
      validFor: WORD,
      options: options.map(({ label, kind, detail, info, insert }, at) => ({
        label,
        detail: detail ?? undefined,
        info: info ?? undefined,
        apply: insert ?? undefined,
        type: TYPES[kind] ?? kind,
        boost: -Math.min(at, 98), // the server's order
      })),
    };
  } catch (refusal) {
    if (refusal instanceof TypeError || refusal.name === "AbortError") return null; // no server, or a newer question
    throw refusal;
  }
}

export const completion = autocompletion({
  override: [source],
  closeOnBlur: true,
  icons: false,
  maxRenderedOptions: 60,
});
