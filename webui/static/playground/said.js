// Short sentences on what a key or a button did: seen in the bar, and read out.

import { coded } from "./words.js";

const said = document.getElementById("said");
let timer = 0;

/** Say *sentence* for some seconds. What is *seen elsewhere* already is only read out with it. */
export function say(sentence, seenElsewhere = "") {
  clearTimeout(timer);
  const unseen = document.createElement("span");
  unseen.className = "unseen";
  unseen.append(...coded(seenElsewhere));
  said.replaceChildren(...coded(sentence), unseen);
  timer = setTimeout(() => said.replaceChildren(), 8000);
}
