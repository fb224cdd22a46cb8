// What is shown in a text beside its characters: values at the ends of lines, what a row came from, what the tests cover,
// and the problem that somebody went to. Each is replaced as a whole, and moves along with the text until then.

import {
  Decoration,
  EditorView,
  GutterMarker,
  RangeSetBuilder,
  StateEffect,
  StateField,
  WidgetType,
  gutter,
  showTooltip,
} from "../vendor/codemirror.js";

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

/** The problem that somebody went to, told at its place until they type or go on. */
const setTold = StateEffect.define();
const told = StateField.define({
  create: () => null,
  update(tooltip, transaction) {
    const replaced = transaction.effects.find((each) => each.is(setTold));
    if (replaced) return replaced.value;
    return transaction.docChanged || transaction.selection ? null : tooltip;
  },
  provide: (field) => showTooltip.from(field),
});

class Value extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }

  eq(other) {
    return other.text === this.text;
  }

  /** A click on it is one at the end of the line. */
  ignoreEvent() {
    return false;
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

/** The extensions that show all this. */
export const showing = [
  values,
  lights,
  coverage,
  told,
  gutter({ class: "cm-coverage", markers: (view) => view.state.field(coverage) }),
];

/** The effect that shows values at the ends of lines, given as `{at, text}`. */
export function withValues(ends, most) {
  const range = ({ at, text }) => {
    const end = Math.min(at, most);
    return { from: end, to: end, value: Decoration.widget({ widget: new Value(text), side: 1 }) };
  };
  return setValues.of(fromSorted(ends.map(range)));
}

/** The effect that shows what the tests cover, given as `{line, state, title}`. */
export function withCoverage(lines, doc) {
  const range = ({ line, state, title }) => {
    const { from } = doc.line(line);
    return { from, to: from, value: new Covered(state, title) };
  };
  return setCoverage.of(fromSorted(lines.filter(({ line }) => line <= doc.lines).map(range)));
}

/** The effect that lights parts of the text, given as `{from, to}`; of each line what stands on it, and no margin. */
export function withLights(parts, doc) {
  const ranges = parts.flatMap(({ from, to }) => linesOf(doc, Math.min(from, doc.length), Math.min(to, doc.length)));
  return setLights.of(fromSorted(ranges.filter(({ from, to }) => from < to).map((each) => ({ ...each, value: LIGHT }))));
}

function linesOf(doc, from, to) {
  const ranges = [];
  for (let at = from; at <= to; ) {
    const line = doc.lineAt(at);
    ranges.push({ from: Math.max(from, line.from + /^\s*/.exec(line.text)[0].length), to: Math.min(to, line.to) });
    at = line.to + 1;
  }
  return ranges;
}

/** The effect that tells a problem at its place; *create* makes the element. */
export function withTold(at, create) {
  return setTold.of({ pos: at, above: false, arrow: false, create: () => ({ dom: create() }) });
}
