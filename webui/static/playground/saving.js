// `mapper play`: the files of the user are looked at, and with `--write` what is edited goes into them. A file that
// somebody else changed meanwhile is not written: the page shows where both differ, and people choose.

import { panes } from "./panes.js";
import { onChange } from "./run.js";

const PAUSE = 500;
const BETWEEN_LOOKS = 3000;

const told = document.getElementById("files");
const files = told ? JSON.parse(told.dataset.files) : {};
const areWritten = told !== null && "written" in told.dataset;

/** Whether the texts of the page are those of files. */
export const areFiles = told !== null;

class Saved {
  constructor(pane, { name, digest }) {
    this.pane = pane;
    this.name = name;
    this.address = told.dataset.action + pane.name;
    this.known = digest;
    this.written = pane.element.defaultValue; // what the file holds, as far as the page knows
    this.timer = 0;
    this.isBusy = false;
    this.isAwaited = false; // something is to be asked as soon as this is done
    this.isRefused = false; // by the system, when it was asked last
    this.found = null; // what the file holds, while people have to choose
    this.replaced = new Set(); // texts in whose place the file's came; undo brings them back, and nobody else does
    this.status = document.getElementById(`${pane.name}-saved`);
    this.say("");
  }

  say(words) {
    this.status.textContent = words;
  }

  get isEdited() {
    return this.pane.text !== this.written;
  }

  changed() {
    clearTimeout(this.timer);
    if (this.found && this.pane.text === this.found.text) this.settle();
    if (!areWritten || !this.isEdited) return;
    if (!this.found && this.replaced.has(this.pane.text)) {
      this.clash({ text: this.written, digest: this.known, lines: [] });
      this.compare();
    } else {
      if (!this.found) this.say("not saved yet");
      this.timer = setTimeout(() => (this.found ? this.compare() : this.save()), PAUSE);
    }
  }

  /** Ask the server one thing at a time, and *use* its answer; what came up meanwhile is looked at afterwards. */
  async ask(path, options, use) {
    if (this.isBusy) {
      this.isAwaited = true;
      return;
    }
    this.isBusy = true;
    this.isAwaited = false;
    const { text } = this.pane;
    try {
      const answer = await fetch(this.address + path, options);
      const wasRefused = this.isRefused;
      this.isRefused = answer.status === 422;
      if (this.isRefused) {
        this.say(`not ${this.isEdited && areWritten ? "saved" : "read"}: ${(await answer.json()).said}`);
      } else {
        if (wasRefused) this.say("");
        this.isAwaited ||= wasRefused;
        await use(answer, text);
      }
    } catch (refusal) {
      if (!(refusal instanceof TypeError)) throw refusal;
      if (areWritten && this.isEdited) this.say("not saved: the server does not answer");
    } finally {
      this.isBusy = false;
    }
    if (this.isAwaited || this.pane.text !== text) this.changed();
  }

  async save() {
    if (this.found || !this.isEdited) return;
    const body = new URLSearchParams({ text: this.pane.text, known: this.known });
    await this.ask("", { method: "POST", body }, async (answer, text) => {
      if (answer.ok) {
        this.holds(text, (await answer.json()).digest);
        this.say("saved");
      } else if (answer.status === 409) {
        this.clash(await answer.json());
      } else {
        this.say("not saved: the server refuses");
      }
    });
  }

  /** See whether somebody else changed the file. A pane that nobody edited takes the new text. */
  async look() {
    const headers = { "If-None-Match": `"${this.found?.digest ?? this.known}"` };
    let found = null;
    await this.ask("", { headers }, async (answer) => {
      if (answer.ok) found = await answer.json(); // an answer without a text says that nothing is new
    });
    if (!found || found.digest === (this.found?.digest ?? this.known)) return;
    if (found.text === this.pane.text || !(this.isEdited || this.found)) this.take(found);
    else if (areWritten) await this.compare();
    else this.say("changed on the disk");
  }

  /** Show where the text of the page differs from what the file holds now. */
  async compare() {
    const body = new URLSearchParams({ text: this.pane.text });
    await this.ask("/compared", { method: "POST", body }, async (answer, text) => {
      if (answer.ok && text === this.pane.text) this.clash(await answer.json());
    });
  }

  /** Have people choose between the text of the page and what the file holds now. */
  clash(found) {
    this.found = found;
    this.say("not saved");
    const shown = document.getElementById(`${this.pane.name}-clash`) ?? this.notice();
    shown.querySelector("pre").replaceChildren(...found.lines.map(lineOf));
  }

  notice() {
    const shown = document.getElementById("clash").content.firstElementChild.cloneNode(true);
    shown.id = `${this.pane.name}-clash`;
    shown.querySelector(".name").textContent = this.name;
    shown.querySelector("[data-keep='file']").addEventListener("click", () => {
      this.take(this.found);
      this.pane.focus();
    });
    shown.querySelector("[data-keep='page']").addEventListener("click", () => {
      this.replaced.delete(this.pane.text);
      this.settle();
      this.pane.focus();
      this.save();
    });
    this.pane.element.closest(".editor").before(shown);
    return shown;
  }

  /** Go on from what the file holds now. */
  settle() {
    this.holds(this.found.text, this.found.digest);
    this.found = null;
    document.getElementById(`${this.pane.name}-clash`)?.remove();
    this.say(this.isEdited ? "not saved yet" : "as in the file");
  }

  /** Take the text of the file. What it replaces can be undone to, and is then not written without asking. */
  take(found) {
    if (this.pane.text !== found.text) this.replaced.add(this.pane.text);
    this.replaced.delete(found.text);
    this.found = found;
    this.settle();
    this.pane.take(found.text);
    this.say("as in the file");
  }

  holds(text, digest) {
    this.known = digest;
    this.written = text;
    this.pane.element.defaultValue = text;
  }
}

function lineOf({ mark, text }) {
  const line = document.createElement(mark === "-" ? "del" : mark === "+" ? "ins" : "span");
  line.textContent = `${mark} ${text}\n`;
  return line;
}

if (areFiles) {
  const saved = Object.entries(files).map(([name, file]) => new Saved(panes.get(name), file));
  const look = () => {
    if (document.visibilityState === "visible") saved.forEach((each) => each.look());
  };
  onChange(() => saved.forEach((each) => each.changed()));
  window.addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  setInterval(look, BETWEEN_LOOKS);
}
