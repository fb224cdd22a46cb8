// Text areas -> editors: syntax, squiggles, values at the ends of lines, completion. The text area stays what the form
// sends; the editor keeps it in step.

import {
  Decoration,
  EditorSelection,
  EditorState,
  EditorView,
  GutterMarker,
  RangeSetBuilder,
  StateEffect,
  StateField,
  WidgetType,
  bracketMatching,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  defaultKeymap,
  drawSelection,
  forEachDiagnostic,
  gutter,
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
  syntaxHighlighting,
  yaml,
} from "../vendor/codemirror.js";
import { completion } from "./completion.js";
import { highlighting, theme } from "./look.js";
import { show } from "./marks.js";
import { panes } from "./panes.js";

const LANGUAGES = { json, yaml };

// The page has one meaning for Ctrl+Enter, whatever has the focus.
const KEYS = [...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap].filter(
  ({ key }) => key !== "Mod-Enter",
);

// --- what is shown in a text beside its characters ------------------------------------------------------------------

/** A state of the editor that is replaced as a whole, and moves along with the text until then. */
function shown(provide) {
  const effect = StateEffect.define();
  const field = StateField.define({
    create: () => Decoration.none,
    update(value, transaction) {
      const replaced = transaction.effects.find((each) => each.is(effect));
      return replaced ? replaced.value : value.map(transaction.changes);
    },
    provide,
  });
  return [field, effect];
}

const decorations = (field) => EditorView.decorations.from(field);
const [values, setValues] = shown(decorations);
const [lights, setLights] = shown(decorations);
const [coverage, setCoverage] = shown();

class Value extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }

  eq(other) {
    return other.text === this.text;
  }

  toDOM() {
    const element = document.createElement("span");
    element.className = "cm-value";
    element.setAttribute("aria-hidden", "true"); // the table has it too
    element.textContent = this.text;
    return element;
  }
}

class Covered extends GutterMarker {
  constructor(state, title) {
    super();
    this.state = state;
    this.title = title;
  }

  eq(other) {
    return other.state === this.state && other.title === this.title;
  }

  toDOM() {
    const element = document.createElement("span");
    element.className = `cm-covered ${this.state}`;
    if (this.title) element.title = this.title;
    return element;
  }
}

const LIGHT = Decoration.mark({ class: "cm-light" });

function fromSorted(ranges) {
  const builder = new RangeSetBuilder();
  const sorted = [...ranges].sort((one, other) => one.from - other.from || one.to - other.to);
  for (const { from, to, value } of sorted) builder.add(from, to, value);
  return builder.finish();
}

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
            if (update.docChanged) this.tell();
          }),
          theme,
          highlighting,
          lineNumbers(),
          gutter({ class: "cm-coverage", markers: (view) => view.state.field(coverage) }),
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
          pane.name === "mapping" ? completion : [],
          values,
          lights,
          coverage,
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
    if (value !== this.view.state.doc.toString()) this.replace(value);
  }

  replace(text) {
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      selection: EditorSelection.cursor(0),
      scrollIntoView: true,
    });
  }

  write(text) {
    this.replace(text);
    this.view.focus();
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
    this.view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.main, { y: "center" }) });
    this.view.focus();
  }

  get caret() {
    return this.view.state.selection.main.head;
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
  mark({ problems, values: ends, coverage: lines }) {
    const { state } = this.view;
    const most = state.doc.length;
    const at = (place) => Math.min(place, most);
    const diagnostics = problems.map((problem) => ({
      from: at(problem.from),
      to: at(problem.to),
      severity: problem.severity,
      source: problem.code,
      message: [problem.message, problem.hint].filter(Boolean).join("\n"),
      actions: problem.fixes.map(({ title, edits }) => ({ name: title, apply: () => this.edit(edits) })),
    }));
    this.view.dispatch({
      effects: [
        setValues.of(
          fromSorted(
            ends.map(({ at: end, text }) => ({
              from: at(end),
              to: at(end),
              value: Decoration.widget({ widget: new Value(text), side: 1 }),
            })),
          ),
        ),
        setCoverage.of(
          fromSorted(
            lines
              .filter(({ line }) => line <= state.doc.lines)
              .map(({ line, state: covered, title }) => {
                const { from } = state.doc.line(line);
                return { from, to: from, value: new Covered(covered, title) };
              }),
          ),
        ),
      ],
    });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /** Light parts of the text, such as what a row of the person came from. */
  light(parts) {
    const most = this.view.state.doc.length;
    const ranges = parts
      .map(({ from, to }) => ({ from: Math.min(from, most), to: Math.min(to, most), value: LIGHT }))
      .filter(({ from, to }) => from < to);
    this.view.dispatch({ effects: setLights.of(fromSorted(ranges)) });
  }

  /** Call *listener* whenever the caret moves. */
  onCaret(listener) {
    this.view.dispatch({
      effects: StateEffect.appendConfig.of(
        EditorView.updateListener.of((update) => {
          if (update.selectionSet || update.docChanged || update.focusChanged) listener();
        }),
      ),
    });
  }
}

for (const pane of panes.values()) {
  if (pane.element.localName === "textarea") pane.editor = new Editor(pane);
}
show();
