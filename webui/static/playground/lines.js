// A new line below a key of YAML that has no value yet: what belongs to the key stands two blanks deeper.

import { EditorSelection } from "../vendor/codemirror.js";

// Blanks and dashes, then a key, which is a word or a quoted text, and its colon.
const KEY = /^([ ]*(?:- +)*)(?:"[^"]*"|'[^']*'|[^\s"'#{[\]},&*!|>%@`-][^#"'{}[\]]*?)[ ]*:[ ]*(?:#.*)?$/;

const BLOCK = /(?:^|[\s:-])[|>][+-]?\d?[+-]?\s*(?:#.*)?$/;

/** Whether the line of this number belongs to a text of several lines, in which a colon means nothing. */
function isInBlock(doc, number) {
  const depthOf = (text) => text.length - text.trimStart().length;
  let depth = depthOf(doc.line(number).text);
  for (let above = number - 1; above >= 1 && depth > 0; above--) {
    const { text } = doc.line(above);
    if (!text.trim() || depthOf(text) >= depth) continue;
    if (BLOCK.test(text)) return true;
    depth = depthOf(text);
  }
  return false;
}

/** Where what belongs to the key in front of *at* begins; null where there is none. */
function depthBelow(doc, at) {
  const { from, to, number } = doc.lineAt(at);
  const key = KEY.exec(doc.sliceString(from, at));
  const isEnd = !doc.sliceString(at, to).trim();
  return key && isEnd && !isInBlock(doc, number) ? key[1].length + 2 : null;
}

/** Make a line below a key. Elsewhere it is left to the editor, which keeps the place of the line above. */
export function newLine({ state, dispatch }) {
  const { main, ranges } = state.selection;
  const depth = ranges.length === 1 && main.empty && !state.readOnly ? depthBelow(state.doc, main.head) : null;
  if (depth === null) return false;
  const insert = state.lineBreak + " ".repeat(depth);
  const { to } = state.doc.lineAt(main.head);
  dispatch(
    state.update({
      changes: { from: main.head, to, insert },
      selection: EditorSelection.cursor(main.head + insert.length),
      scrollIntoView: true,
      userEvent: "input",
    }),
  );
  return true;
}
