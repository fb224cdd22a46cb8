// Links to places: a click goes to the text that they are about.

import { panes } from "./panes.js";

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-pane]");
  if (!link) return;
  event.preventDefault();
  const { pane, from, to } = link.dataset;
  if (from) panes.get(pane).select(Number(from), Number(to));
  else panes.get(pane).focus();
});
