// The views of the right pane: the server renders the one that is chosen.

import { form } from "./panes.js";
import { changed, live, run } from "./run.js";

form.addEventListener("change", (event) => {
  if (live && event.target.name === "view") {
    changed();
    run();
  }
});
