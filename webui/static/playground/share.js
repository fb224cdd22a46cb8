// A link that brings the texts to somebody else. They stand in its fragment, which browsers send to no server.

import { WrongLink, decode, encode, isLink, mappingOnly } from "./link.js";
import { closeMenu, openMenu } from "./menus.js";
import { form, panes } from "./panes.js";
import { say } from "./said.js";
import { areFiles } from "./saving.js";
import { takeAll } from "./texts.js";

const menu = document.getElementById("share");
const shown = document.getElementById("link");

function texts() {
  const view = form.elements.view.value;
  const all = { ...Object.fromEntries([...panes].map(([name, pane]) => [name, pane.text])), view };
  // The version that one merely started with says nothing to somebody else.
  const isCompared = all.earlier !== all.mapping && (form.elements.since.value === "picked" || view === "compare");
  return isCompared ? all : { ...all, earlier: "" };
}

/** Copy a link to the texts, or to the mapping alone, which tells nothing of people. */
export async function copyLink(isMappingOnly = false) {
  try {
    const fragment = await encode(isMappingOnly ? mappingOnly(texts()) : texts());
    const link = `${location.origin}${location.pathname}#${fragment}`;
    if (await copied(link)) {
      if (menu.open) closeMenu(menu);
      say(isMappingOnly ? "A link to the mapping is copied." : "A link is copied. It holds the payload too.");
    } else {
      openMenu(menu);
      shown.value = link;
      shown.closest("[hidden]")?.removeAttribute("hidden");
      shown.select();
      say("The browser does not let the page copy: copy the link yourself.");
    }
  } catch (fault) {
    if (!(fault instanceof WrongLink)) throw fault;
    say(fault.message);
  }
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // refused, or a page that is not secure
  }
}

let taken = "";

/** Take the texts from the address. It goes on naming them, so that a reload brings them again, without later edits. */
async function open() {
  const fragment = location.hash.slice(1);
  if (!isLink(fragment) || fragment === taken) return; // who comes back from a place of the page keeps what was typed
  if (areFiles) {
    say("This page is about your own files, so it does not take the texts of the link.");
    return;
  }
  try {
    const found = await decode(fragment);
    taken = fragment;
    takeAll(found);
    // As they came: a reload that loses nothing does not ask.
    for (const { element } of panes.values()) element.defaultValue = element.value;
    say("The texts of the link are here.");
  } catch (fault) {
    if (!(fault instanceof WrongLink)) throw fault;
    say(fault.message);
  }
}

// htmx tells the server which address the page has; with the texts behind `#` that is nobody's business.
document.addEventListener("htmx:configRequest", (event) => {
  delete event.detail.headers["HX-Current-URL"];
});

for (const button of menu.querySelectorAll("button[data-link]")) {
  button.addEventListener("click", () => copyLink(button.dataset.link === "mapping"));
}
window.addEventListener("hashchange", open);
open();
