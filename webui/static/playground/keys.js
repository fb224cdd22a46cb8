// Keys that mean the same everywhere on the page.

import { run } from "./run.js";

const KEYS = [[(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey), run]];

document.addEventListener("keydown", (event) => {
  const pressed = KEYS.find(([isPressed]) => isPressed(event));
  if (!pressed) return;
  event.preventDefault();
  pressed[1](event);
});
