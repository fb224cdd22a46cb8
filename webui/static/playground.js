// What the page does beyond its form: it runs by itself after a pause, drops answers that came too late, and
// moves the caret to the place of a problem. Without this file the form posts and gets a whole page.
"use strict";

const PAUSE = 250;

const form = document.getElementById("playground");
const status = document.getElementById("status");
const examples = document.getElementById("examples");
const live = "htmx" in window;

let revision = 0;
let timer = 0;

// --- running --------------------------------------------------------------------------------------------------------

function run() {
  clearTimeout(timer);
  form.requestSubmit();
}

form.addEventListener("input", (event) => {
  if (event.target.localName !== "textarea") return;
  // From here on every answer on its way is one to an older text.
  form.elements.revision.value = ++revision;
  clearTimeout(timer);
  if (live) timer = setTimeout(run, PAUSE);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  } else if (event.key === "Escape" && examples.open) {
    examples.open = false;
    examples.querySelector("summary").focus();
  }
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = event.detail.xhr.getResponseHeader("X-Revision");
  if (answered !== null && Number(answered) !== revision) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:afterSettle", () => {
  for (const pane of ["mapping", "payload"]) {
    const faulty = document.querySelector(`#${pane}-flag .fault`) !== null;
    if (faulty) document.getElementById(pane).setAttribute("aria-invalid", "true");
    else document.getElementById(pane).removeAttribute("aria-invalid");
  }
});

for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => {
    status.textContent = "the server does not answer";
  });
}

// --- going to a place -----------------------------------------------------------------------------------------------

// Columns count characters as people do; a text area counts UTF-16 units, of which some characters need two.
function offset(text, line, column) {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const inLine = Array.from(lines[line - 1] ?? "").slice(0, column - 1).join("").length;
  return Math.min(before + inLine, text.length);
}

function goTo(link) {
  const { pane, line, column, endLine, endColumn } = link.dataset;
  const area = document.getElementById(pane);
  area.focus();
  if (!line) return;
  const start = offset(area.value, Number(line), Number(column));
  const end = endLine ? offset(area.value, Number(endLine), Number(endColumn)) : start;
  area.setSelectionRange(start, end);
  const height = parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (Number(line) - 4) * height);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-pane]");
  if (link) {
    event.preventDefault();
    goTo(link);
  } else if (!examples.contains(event.target)) {
    examples.open = false;
  }
});
