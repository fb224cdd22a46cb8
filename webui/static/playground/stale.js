// The last good answer stays while the texts cannot be used: whose it is, and that another view has none yet.

import { form, panes } from "./panes.js";

const notice = document.getElementById("notice");
const person = document.getElementById("person");
const payload = panes.get("payload");

// The view whose body is on the page, and the payload that it is about.
let shown = form.elements.view.value;
let payloadShown = payload.text;
let payloadAsked = payload.text;
let answered = document.getElementById("marks");

// What is typed while an answer comes is not what the answer is about.
document.addEventListener("htmx:configRequest", () => {
  payloadAsked = payload.text;
});

/** Say what is shown in place of an answer. A good answer is remembered instead. */
export function tellWhatIsShown() {
  const marks = document.getElementById("marks");
  if (marks !== answered) {
    answered = marks;
    if (marks.dataset.shows) {
      shown = marks.dataset.shows;
      payloadShown = payloadAsked;
    }
  }
  const isStale = notice.querySelector("[data-stale]") !== null;
  person.hidden = isStale && form.elements.view.value !== shown;
  for (const each of notice.querySelectorAll(".stale")) each.textContent = said();
}

function said() {
  if (person.hidden) return "This view follows as soon as all texts can be used.";
  const whose = payload.text !== payloadShown ? names() : "";
  return `What is shown below is the last good answer${whose && `, for ${whose}`}.`;
}

/** Who is shown, as long as that is about the payload: tests have payloads of their own. */
function names() {
  const [first, ...others] = [...person.querySelectorAll("article .who")].map((each) => each.textContent);
  if (!first || first === "without a name") return "";
  return others.length ? `${first} and ${others.length} more` : first;
}
