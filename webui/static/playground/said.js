// Short sentences on what a key or a button did: seen in the bar, and read out.

const said = document.getElementById("said");
let timer = 0;

/** Say *sentence* for some seconds. */
export function say(sentence) {
  clearTimeout(timer);
  said.textContent = sentence;
  timer = setTimeout(() => said.replaceChildren(), 8000);
}
