// Text areas -> editors: syntax, squiggles, values at the ends of lines, completion. The text area stays what the form
// sends; the editor keeps it in step.

import {
  EditorSelection,
  EditorState,
  EditorView,
  bracketMatching,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  defaultKeymap,
  drawSelection,
  forEachDiagnostic,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  history,
  historyKeymap,
  indentOnInput,
  indentUnit,
  json,
  keymap,
  lineNumbers,
  placeholder,
  search,
  searchKeymap,
  setDiagnostics,
  yaml,
} from "../vendor/codemirror.js";
import { completionIn } from "./completion.js";
import { newLine } from "./lines.js";
import { highlighting, theme } from "./look.js";
import { show } from "./marks.js";
import { panes } from "./panes.js";
import { say } from "./said.js";
import { showing, withCoverage, withLights, withTold, withValues } from "./shown.js";
import { coded, quoted } from "./words.js";

const LANGUAGES = { json, yaml };

const READ = "input.read";

// The page has one meaning for Ctrl+Enter, whatever has the focus.
const KEYS = [...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap].filter(
  ({ key }) => key !== "Mod-Enter",
);

// What is typed over a selection: a browser that does it itself puts elements with styles of their own into the text,
// which the page's policy refuses.
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main, ranges } = view.state.selection;
    if (event.inputType !== "insertText" || !event.data || event.isComposing || main.empty || ranges.length > 1) return false;
    event.preventDefault();
    const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type" });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, main.from, main.to, event.data, insert))) view.dispatch(insert());
    return true;
  },
});

// A caret that is back at the left, by a key, brings the beginnings of the lines back into sight.
const backToTheLeft = EditorView.updateListener.of(({ docChanged, selectionSet, transactions, view }) => {
  if (!docChanged && !selectionSet) return;
  if (transactions.some((each) => each.isUserEvent("select.pointer"))) return;
  const { scrollDOM } = view;
  view.requestMeasure({
    key: backToTheLeft,
    read() {
      if (!scrollDOM.scrollLeft) return false;
      const caret = view.coordsAtPos(view.state.selection.main.head);
      return caret && caret.left - scrollDOM.getBoundingClientRect().left + scrollDOM.scrollLeft < scrollDOM.clientWidth - 20;
    },
    write(isAtTheLeft) {
      if (isAtTheLeft) scrollDOM.scrollLeft = 0;
    },
  });
});

// --- one editor -----------------------------------------------------------------------------------------------------

class Editor {
  constructor(pane) {
    const area = pane.element;
    this.pane = pane;
    this.isFaulty = area.getAttribute("aria-invalid") === "true";
    const language = LANGUAGES[area.dataset.language];
    this.view = new EditorView({
      parent: area.parentElement,
      state: EditorState.create({
        doc: area.value,
        extensions: [
          EditorView.cspNonce.of(document.querySelector("link[nonce]").nonce),
          EditorView.contentAttributes.of(() => this.attributes()),
          EditorView.updateListener.of((update) => {
            // What was read from the text area is no news to it.
            if (update.docChanged && !update.transactions.some((each) => each.isUserEvent(READ))) this.tell();
          }),
          typedOver,
          backToTheLeft,
          theme,
          highlighting,
          lineNumbers(),
          showing,
          highlightActiveLineGutter(),
          highlightSpecialChars(),
          history(),
          drawSelection(),
          EditorState.allowMultipleSelections.of(true),
          EditorState.tabSize.of(4),
          indentUnit.of("  "),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          search({ top: true }),
          placeholder(area.placeholder),
          language ? language() : [],
          ["mapping", "tests"].includes(pane.name) ? completionIn(pane.name) : [],
          area.dataset.language === "yaml" ? keymap.of([{ key: "Enter", run: newLine }]) : [],
          keymap.of(KEYS),
        ],
      }),
    });
    const hadFocus = document.activeElement === area;
    const { selectionStart, selectionEnd } = area;
    area.hidden = true;
    if (hadFocus) this.select(selectionStart, selectionEnd);
    for (const label of area.labels) label.addEventListener("click", () => this.focus());
  }

  attributes() {
    const { name } = this.pane;
    return {
      id: `${name}-editor`,
      tabindex: "0",
      "aria-labelledby": `${name}-label`,
      "aria-describedby": `${name}-flag`,
      ...(this.isFaulty ? { "aria-invalid": "true" } : {}),
    };
  }

  /** The text area gets what was typed. */
  tell() {
    const area = this.pane.element;
    area.value = this.view.state.doc.toString();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** The editor gets what stands in the text area, such as after going back to the page. */
  read() {
    const { value } = this.pane.element;
    if (value !== this.view.state.doc.toString()) this.replace(value, READ);
  }

  replace(text, userEvent = "input") {
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      selection: EditorSelection.cursor(0),
      scrollIntoView: true,
      userEvent, // a step of undo of its own, however soon it comes after a key
    });
  }

  write(text) {
    this.replace(text);
    this.view.focus();
  }

  /** Another text, of which only what differs is replaced, so that the caret stays; a step of undo of its own. */
  take(text) {
    const was = this.view.state.doc.toString();
    const most = Math.min(was.length, text.length);
    let from = 0;
    while (from < most && was[from] === text[from]) from++;
    let same = 0;
    while (same < most - from && was.at(-1 - same) === text.at(-1 - same)) same++;
    const changes = { from, to: was.length - same, insert: text.slice(from, text.length - same) };
    this.view.dispatch({ changes, userEvent: "input" });
    this.view.dispatch({ selection: this.view.state.selection }); // what is typed at once is another step
  }

  edit(edits) {
    this.view.dispatch({ changes: edits, scrollIntoView: true, userEvent: "input" });
  }

  focus() {
    this.view.focus();
  }

  select(from, to) {
    const most = this.view.state.doc.length;
    const selection = EditorSelection.single(Math.min(from, most), Math.min(to, most));
    // Of what is larger than the pane the beginning comes into sight, where a problem is told.
    const backwards = EditorSelection.range(selection.main.head, selection.main.anchor);
    this.view.dispatch({ selection, effects: EditorView.scrollIntoView(backwards, { y: "center" }) });
    this.view.focus();
  }

  get caret() {
    return this.view.state.selection.main.head;
  }

  get caretStart() {
    return this.view.state.selection.main.from;
  }

  get hasFocus() {
    return this.view.hasFocus;
  }

  blame(isFaulty) {
    this.isFaulty = isFaulty;
    this.view.dispatch({}); // asks for the attributes again
  }

  /** Where the problems are by now: they move along with what is typed. */
  problems() {
    const found = [];
    forEachDiagnostic(this.view.state, (problem, from, to) => found.push({ ...problem, from, to }));
    return found;
  }

  /** Show what the server told of the text; it has not changed since. */
  mark({ problems, values, coverage }) {
    const { doc } = this.view.state;
    const diagnostics = problems.map((problem) => ({
      from: Math.min(problem.from, doc.length),
      to: Math.min(problem.to, doc.length),
      severity: problem.severity,
      source: problem.code,
      message: [problem.message, problem.hint].filter(Boolean).join("\n"),
      renderMessage: () => told(problem),
      actions: problem.fixes.map(({ title, edits }) => ({ name: quoted(title), apply: () => this.mend(edits, doc) })),
    }));
    this.view.dispatch({ effects: [withValues(values, doc.length), withCoverage(coverage, doc)] });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /** Make the edits of a fix. Their places are those of the text that the server saw; returns whether it is that still. */
  mend(edits, seen) {
    const isSame = this.view.state.doc.eq(seen);
    if (isSame) this.edit(edits);
    else say("The text has changed since: the fix comes again in a moment.");
    this.focus();
    return isSame;
  }

  /** Light parts of the text, such as what a row of the person came from. */
  light(parts) {
    this.view.dispatch({ effects: withLights(parts, this.view.state.doc) });
  }

  /** Go to a problem of this text, and tell it there. */
  tellProblem({ from, to, severity, message, actions }) {
    this.select(from, to);
    this.view.dispatch({
      effects: withTold(from, () => {
        const element = document.createElement("div");
        element.className = `cm-diagnostic cm-diagnostic-${severity}`;
        const words = document.createElement("p");
        words.append(...coded(message));
        element.append(words);
        for (const { name, apply } of actions) {
          const button = document.createElement("button");
          button.type = "button";
          button.className = "cm-diagnosticAction";
          button.textContent = name;
          button.addEventListener("click", () => apply());
          element.append(button);
        }
        return element;
      }),
    });
  }
}

/** A problem with its hint on a line of its own. */
function told({ message, hint }) {
  const element = document.createElement("span");
  element.append(...coded(message), ...(hint ? ["\n", ...coded(hint)] : []));
  return element;
}

for (const pane of panes.values()) {
  if (pane.element.localName === "textarea") pane.editor = new Editor(pane);
}
show();
