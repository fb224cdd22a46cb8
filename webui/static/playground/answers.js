// Answers of the server -> what the page shows: which are dropped, and what is said where there is none.

import { mark, unmark } from "./marks.js";
import { panes } from "./panes.js";
import { promiseExplanations } from "./rows.js";
import { isCurrent } from "./run.js";
import { tellWhatIsShown } from "./stale.js";

const status = document.getElementById("status");
const notice = document.getElementById("notice");
const person = document.getElementById("person");

// What is open below the rows stays open; the rows themselves the server opens.
let unfolded = [];

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  unfolded = [...person.querySelectorAll("details[open]")].map((each) => each.id);
  const answered = xhr.getResponseHeader("X-Revision");
  if (answered !== null && !isCurrent(Number(answered))) event.detail.shouldSwap = false;
  // What stands before the server answers for it when it is gone, with a page of its own.
  if ([502, 503, 504].includes(xhr.status)) {
    event.detail.shouldSwap = false;
    lost();
  }
});

// An answer without a revision is an error: nothing is known of the texts, so nothing old is said of them.
document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 && xhr.getResponseHeader("X-Revision") === null) {
    forget();
    if (xhr.status === 413) blameLongest();
  }
});

for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, lost);
}

document.addEventListener("htmx:afterSettle", () => {
  blame();
  mark();
  for (const id of unfolded) {
    const folded = document.getElementById(id);
    if (folded) folded.open = true;
  }
  promiseExplanations();
  tellWhatIsShown();
});

/** Say that the server does not answer. */
export function lost() {
  forget();
  notice.replaceChildren(document.getElementById("lost").content.cloneNode(true));
  status.textContent = "the server does not answer";
  promiseExplanations();
  tellWhatIsShown();
}

function forget() {
  for (const flag of document.querySelectorAll(".flag")) flag.replaceChildren();
  document.getElementById("problems").replaceChildren();
  blame();
  unmark();
}

/** Tell each pane whether its flag says that it is at fault. */
function blame() {
  for (const pane of panes.values()) {
    pane.blame(document.querySelector(`#${pane.name}-flag .fault`) !== null);
  }
}

function blameLongest() {
  const longest = [...panes.values()].reduce((one, other) => (other.text.length > one.text.length ? other : one));
  const flag = document.createElement("span");
  flag.className = "fault";
  flag.textContent = "too long";
  document.getElementById(`${longest.name}-flag`).append(flag);
  blame();
  const link = document.createElement("a");
  link.href = `#${longest.name}`;
  link.dataset.pane = longest.name;
  link.textContent = longest.element.dataset.called;
  notice.querySelector(".stale").before("The longest text is that of the ", link, ". ");
}
