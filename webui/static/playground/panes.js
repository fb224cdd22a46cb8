// The texts that people type. Each stands in a text area or an input of the form; where there is an editor, it takes
// the place of the text area on the screen, and the text area goes on holding what the form sends.

export const form = document.getElementById("playground");

class Pane {
  constructor(element) {
    this.element = element;
    this.editor = null;
    element.addEventListener("input", () => this.onTyped());
  }

  onTyped() {} // replaced by what runs the page

  get name() {
    return this.element.name;
  }

  get text() {
    return this.element.value;
  }

  /** As if it had been typed, so that undo knows of it. */
  write(text) {
    if (this.editor) {
      this.editor.write(text);
      return;
    }
    const area = this.element;
    area.focus();
    area.select();
    // In a part of the page that is closed it takes no focus, and another pane would get the text.
    if (document.activeElement === area) document.execCommand("insertText", false, text);
    if (area.value !== text) {
      area.setRangeText(text, 0, area.value.length);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    area.setSelectionRange(0, 0);
    area.scrollTo(0, 0);
  }

  /** A text from elsewhere, while people may be at another place: the focus and the caret stay. */
  take(text) {
    if (this.editor) {
      this.editor.take(text);
    } else {
      this.element.value = text;
      this.element.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /** Replace parts of the text, given as `{from, to, insert}` with places of UTF-16 units, as one step of undo. */
  edit(edits) {
    if (this.editor) {
      this.editor.edit(edits);
      return;
    }
    const sorted = [...edits].sort((one, other) => other.from - one.from);
    this.write(sorted.reduce((text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to), this.text));
  }

  focus() {
    const folded = this.element.closest("details");
    if (folded) folded.open = true;
    if (this.editor) this.editor.focus();
    else this.element.focus();
  }

  /** Go to a part of the text and show it selected. */
  select(from, to = from) {
    this.focus();
    if (this.editor) {
      this.editor.select(from, to);
    } else if (this.element.setSelectionRange) {
      this.element.setSelectionRange(from, to);
      const line = this.text.slice(0, from).split("\n").length;
      this.element.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(this.element).lineHeight));
    }
  }

  /** Where the caret stands, in UTF-16 units. */
  get caret() {
    return this.editor ? this.editor.caret : (this.element.selectionStart ?? 0);
  }

  /** Where what is selected starts. */
  get caretStart() {
    return this.editor ? this.editor.caretStart : (this.element.selectionStart ?? 0);
  }

  get hasFocus() {
    return this.editor ? this.editor.hasFocus : document.activeElement === this.element;
  }

  /** Say, by attribute and colour, whether something is wrong with the text. */
  blame(isFaulty) {
    if (isFaulty) this.element.setAttribute("aria-invalid", "true");
    else this.element.removeAttribute("aria-invalid");
    if (this.editor) this.editor.blame(isFaulty);
  }
}

/** All panes by name, in the order of the page. */
export const panes = new Map(
  [...form.querySelectorAll("[aria-describedby$='-flag']")].map((element) => [element.name, new Pane(element)]),
);
