// Keys that mean the same everywhere on the page. `webui/playground/guide.py` tells people of them.

import { openMenu } from "./menus.js";
import { panes } from "./panes.js";
import { goToProblem, mend } from "./problems.js";
import { run } from "./run.js";
import { copyLink } from "./share.js";

const KEYS = {
  "Mod+Enter": run,
  "Mod+s": () => copyLink(),
  "Mod+.": mend,
  F8: () => goToProblem(1),
  "Shift+F8": () => goToProblem(-1),
  "Alt+1": () => panes.get("mapping").focus(),
  "Alt+2": () => panes.get("payload").focus(),
  "Alt+3": () => document.getElementById("result").focus(),
};

function nameOf(event) {
  const { altKey, ctrlKey, metaKey, shiftKey } = event;
  // With Alt some keyboards write another character.
  const key = altKey && event.code.startsWith("Digit") ? event.code.slice(5) : event.key;
  const parts = [ctrlKey || metaKey ? "Mod" : "", altKey ? "Alt" : "", shiftKey ? "Shift" : "", key];
  return parts.filter(Boolean).join("+");
}

function isTyping(target) {
  return target.isContentEditable || target.matches("input, textarea, select");
}

document.addEventListener("keydown", (event) => {
  const act = KEYS[nameOf(event)];
  if (act) {
    event.preventDefault();
    act();
  } else if (event.key === "?" && !isTyping(event.target)) {
    event.preventDefault();
    openMenu(document.getElementById("help"));
  }
});
