// What the page does beyond its form: it runs by itself after a pause, drops answers that came too late, shows line
// numbers, puts examples into their pane, opens rows, compares with an earlier version of the mapping, and moves the
// caret to the place of a problem. Nothing is ever stored.
// Without this file the form posts and gets a whole page.
"use strict";

const PAUSE = 250;

const form = document.getElementById("playground");
const status = document.getElementById("status");
const notice = document.getElementById("notice");
const menus = document.querySelectorAll("details.menu");
const areas = form.querySelectorAll("textarea");
const typed = form.querySelectorAll("[aria-describedby]");
const live = "htmx" in window;

const mapping = document.getElementById("mapping");
const person = document.getElementById("person");
const { earlier, since, open: opened } = form.elements;

let revision = 0;
let timer = 0;
let posting = false;

// --- running --------------------------------------------------------------------------------------------------------

function run() {
  clearTimeout(timer);
  form.requestSubmit();
}

// From here on every answer on its way is one to an older text.
function changed() {
  if (isOtherMapping()) compareWith([mapping.value, "start"]);
  form.elements.revision.value = ++revision;
  clearTimeout(timer);
  if (live) timer = setTimeout(run, PAUSE);
}

form.addEventListener("input", (event) => {
  if (event.target.matches("[aria-describedby]")) changed();
});

function isTyped() {
  return [...typed].some((pane) => pane.value !== pane.defaultValue);
}

// A browser that goes back brings the texts, but not the answer to them.
window.addEventListener("pageshow", () => {
  areas.forEach(number);
  if (isTyped()) changed();
});

// One that reloads or is closed forgets them. They may be personal data and are stored nowhere, so it asks first.
window.addEventListener("beforeunload", (event) => {
  if (isTyped() && !posting) event.preventDefault();
});

form.addEventListener("submit", () => {
  posting = !live;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  } else if (event.key === "Escape") {
    for (const menu of menus) {
      if (menu.open) close(menu);
    }
  }
});

// --- answers --------------------------------------------------------------------------------------------------------

// What is open below the rows stays open; the rows themselves the server opens.
let unfolded = [];

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  unfolded = [...person.querySelectorAll("details[open]")].map((each) => each.id);
  const answered = xhr.getResponseHeader("X-Revision");
  if (answered !== null && Number(answered) !== revision) event.detail.shouldSwap = false;
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
  markFaults();
  for (const id of unfolded) {
    const folded = document.getElementById(id);
    if (folded) folded.open = true;
  }
  promiseExplanations();
});

function lost() {
  forget();
  notice.replaceChildren(document.getElementById("lost").content.cloneNode(true));
  status.textContent = "the server does not answer";
  promiseExplanations();
}

function forget() {
  for (const flag of document.querySelectorAll(".flag")) flag.replaceChildren();
  document.getElementById("problems").replaceChildren();
  markFaults();
}

function markFaults() {
  for (const pane of typed) {
    const faulty = document.querySelector(`#${pane.id}-flag .fault`) !== null;
    if (faulty) pane.setAttribute("aria-invalid", "true");
    else pane.removeAttribute("aria-invalid");
  }
}

function blameLongest() {
  const longest = [...areas].reduce((one, other) => (other.value.length > one.value.length ? other : one));
  const flag = document.createElement("span");
  flag.className = "fault";
  flag.textContent = "too long";
  document.getElementById(`${longest.id}-flag`).append(flag);
  markFaults();
  const link = document.createElement("a");
  link.href = `#${longest.id}`;
  link.dataset.pane = longest.id;
  link.textContent = longest.dataset.called;
  notice.querySelector(".stale").before("The longest text is that of the ", link, ". ");
}

// --- rows and versions ----------------------------------------------------------------------------------------------

// The rows that are open are explained with every answer, so they stay open whatever is edited.
function toggle(button) {
  const tokens = new Set(opened.value.split(" ").filter(Boolean));
  if (!tokens.delete(button.value)) {
    tokens.add(button.value);
  } else {
    document.getElementById(`why-${button.value}`)?.remove();
    button.setAttribute("aria-expanded", "false");
  }
  opened.value = [...tokens].join(" ");
  changed();
  run();
}

// Where there is no answer that explains a row, the row says so.
function promiseExplanations() {
  const tokens = opened.value.split(" ");
  for (const button of person.querySelectorAll("button.opener[aria-expanded='false']")) {
    if (!tokens.includes(button.value)) continue;
    const row = button.closest("tr");
    const promised = document.getElementById("later").content.firstElementChild.cloneNode(true);
    promised.id = `why-${button.value}`;
    promised.firstElementChild.colSpan = row.cells.length;
    row.after(promised);
    button.setAttribute("aria-expanded", "true");
  }
}

// The version to compare with: its text, and whether people picked it or started with it.
function version() {
  return [earlier.value, since.value];
}

function compareWith([text, origin]) {
  earlier.value = text;
  since.value = origin;
}

// A mapping of another name is a new start, and no version of the one that is compared with, unless people picked that.
function isOtherMapping() {
  const [was, is] = [earlier.value, mapping.value].map((text) => /^name:[ \t]*["']?([^\s"'#]+)/m.exec(text)?.[1]);
  return since.value !== "picked" && was !== undefined && is !== undefined && was !== is;
}

function compare(button) {
  if (button.value === "this") {
    compareWith([mapping.value, "picked"]);
    document.getElementById("result").focus(); // the button goes away
    changed();
  } else {
    replace("mapping", earlier.value, mapping.value);
  }
  run();
}

// A body has a limit; the same text is not sent twice.
document.addEventListener("htmx:configRequest", (event) => {
  if (earlier.value === mapping.value) delete event.detail.parameters.earlier;
});

// --- line numbers ---------------------------------------------------------------------------------------------------

for (const area of areas) {
  const gutter = document.createElement("div");
  gutter.className = "gutter";
  gutter.setAttribute("aria-hidden", "true");
  gutter.append(document.createElement("pre"));
  area.before(gutter);
  area.addEventListener("input", () => number(area));
  area.addEventListener("scroll", () => follow(area));
  number(area);
}

function number(area) {
  const gutter = area.previousElementSibling;
  const lines = area.value.split("\n").length;
  if (Number(gutter.dataset.lines) === lines) return;
  gutter.dataset.lines = lines;
  gutter.style.setProperty("--digits", Math.max(2, String(lines).length));
  gutter.firstChild.textContent = Array.from({ length: lines }, (_, index) => index + 1).join("\n");
  follow(area);
}

function follow(area) {
  area.previousElementSibling.firstChild.style.transform = `translateY(${-area.scrollTop}px)`;
}

// --- examples -------------------------------------------------------------------------------------------------------

// Of each pane: the text that an example put there last, and the one that can be brought back. An example that
// follows another one takes nothing away that a person wrote.
const inserted = new Map();
const replaced = new Map();
let replacedVersion = version();

function close(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

// As if it had been typed, so that the browser's own undo knows of it.
function write(area, text) {
  area.focus();
  area.select();
  document.execCommand("insertText", false, text);
  if (area.value !== text) {
    area.setRangeText(text, 0, area.value.length);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(0, 0);
  area.scrollTo(0, 0);
}

function insert(pane, text) {
  const area = document.getElementById(pane);
  const isUnchanged = area.value === inserted.get(pane);
  if (pane === "mapping") {
    if (!isUnchanged) replacedVersion = version();
    compareWith([text, "start"]);
  }
  replace(pane, text, isUnchanged ? replaced.get(pane) : area.value);
  inserted.set(pane, area.value);
}

function bringBack(pane) {
  if (pane === "mapping") {
    const other = version();
    compareWith(replacedVersion);
    replacedVersion = other;
  }
  replace(pane, replaced.get(pane), document.getElementById(pane).value);
}

function replace(pane, text, kept) {
  const area = document.getElementById(pane);
  if (area.value === text) return;
  replaced.set(pane, kept);
  write(area, text);
  document.querySelector(`[data-undo="${pane}"]`).hidden = false;
}

async function choose(entry) {
  try {
    const answer = await fetch(entry.dataset.source);
    if (!answer.ok) throw new TypeError(answer.statusText);
    insert(entry.dataset.pane, await answer.text());
  } catch (refusal) {
    if (!(refusal instanceof TypeError)) throw refusal;
    lost();
  }
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
  const folded = area.closest("details");
  if (folded) folded.open = true;
  area.focus();
  if (!line) return;
  const start = offset(area.value, Number(line), Number(column));
  const end = endLine ? offset(area.value, Number(endLine), Number(endColumn)) : start;
  area.setSelectionRange(start, end);
  const height = parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (Number(line) - 4) * height);
}

document.addEventListener("click", (event) => {
  const { target } = event;
  const link = target.closest("a[data-pane]");
  const toRow = target.closest(".differs a");
  const entry = target.closest("button[data-source]");
  const undo = target.closest("button[data-undo]");
  const opener = target.closest("button.opener");
  const comparing = target.closest("button[name='compare']");
  if (link) {
    event.preventDefault();
    goTo(link);
  } else if (toRow) {
    event.preventDefault();
    document.getElementById(toRow.getAttribute("href").slice(1))?.focus();
  } else if (entry) {
    event.preventDefault();
    close(entry.closest("details"));
    choose(entry);
  } else if (undo) {
    bringBack(undo.dataset.undo);
  } else if (live && opener) {
    event.preventDefault();
    toggle(opener);
  } else if (live && comparing) {
    event.preventDefault();
    compare(comparing);
  }
  for (const menu of menus) {
    if (!menu.contains(target)) menu.open = false;
  }
});
