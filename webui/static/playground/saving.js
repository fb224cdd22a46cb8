// `mapper play --write`: what is edited goes into the files of the user. A file that somebody else changed meanwhile is
// not written: the page shows both texts, and people choose.

import { panes } from "./panes.js";
import { onChange } from "./run.js";

const PAUSE = 500;

const told = document.getElementById("files");
const files = told ? JSON.parse(told.dataset.files) : {};

/** Whether the texts of the page are those of files. */
export const areFiles = told !== null;

class Saved {
  constructor(pane, { name, digest }) {
    this.pane = pane;
    this.name = name;
    this.known = digest;
    this.written = pane.text;
    this.timer = 0;
    this.isBusy = false;
    this.found = null; // what somebody else wrote
    this.status = document.getElementById(`${pane.name}-saved`);
    this.say("");
  }

  say(words) {
    this.status.textContent = words;
  }

  changed() {
    clearTimeout(this.timer);
    if (this.found || this.pane.text === this.written) return;
    this.say("not saved yet");
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  async save() {
    if (this.isBusy || this.found || this.pane.text === this.written) return;
    this.isBusy = true;
    const { text } = this.pane;
    try {
      const body = new URLSearchParams({ text, known: this.known });
      const answer = await fetch(told.dataset.action + this.pane.name, { method: "POST", body });
      if (answer.ok) {
        this.known = (await answer.json()).digest;
        this.written = text;
        this.pane.element.defaultValue = text;
        this.say("saved");
      } else if (answer.status === 409) {
        this.clash(await answer.json());
      } else {
        const refusal = answer.status === 422 ? (await answer.json()).said : "the server refuses";
        this.say(`not saved: ${refusal}`);
      }
    } catch (refusal) {
      if (!(refusal instanceof TypeError)) throw refusal;
      this.say("not saved: the server does not answer");
    } finally {
      this.isBusy = false;
    }
    if (this.known && !this.found && this.pane.text !== text) this.changed(); // typed on meanwhile
  }

  /** Show what the file holds now beside the text of the page. */
  clash(found) {
    this.found = found;
    this.say("not saved");
    const shown = document.getElementById("clash").content.firstElementChild.cloneNode(true);
    shown.id = `${this.pane.name}-clash`;
    shown.querySelector(".name").textContent = this.name;
    shown.querySelector("pre").textContent = found.text;
    shown.querySelector("[data-keep='file']").addEventListener("click", () => this.settle(found.text));
    shown.querySelector("[data-keep='page']").addEventListener("click", () => this.settle(null));
    this.pane.element.closest(".editor").before(shown);
  }

  /** Go on with the text of the file, or write that of the page over it. */
  settle(text) {
    this.known = this.found.digest;
    this.written = this.found.text;
    this.found = null;
    document.getElementById(`${this.pane.name}-clash`).remove();
    if (text !== null) {
      this.pane.element.defaultValue = text;
      this.pane.write(text);
      this.say("as in the file");
    } else {
      this.pane.focus();
      this.save();
    }
  }
}

if (told && "written" in told.dataset) {
  const saved = Object.entries(files).map(([name, file]) => new Saved(panes.get(name), file));
  onChange(() => saved.forEach((each) => each.changed()));
}
