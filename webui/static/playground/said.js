// Short sentences on what a key or a button did: seen in the bar, and read out.

import { coded } from "./words.js";

const said = document.getElementById("said");
let timer = 0;

/** Say *sentence* for some seconds. */
export function say(sentence) {
  clearTimeout(timer);
  said.replaceChildren(...coded(sentence));
  timer = setTimeout(() => said.replaceChildren(), 8000);
}
