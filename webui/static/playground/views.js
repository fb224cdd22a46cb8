// The views of the right pane: the server renders the one that is chosen.

import { form } from "./panes.js";
import { changed, live, run } from "./run.js";

form.addEventListener("change", (event) => {
  if (live && event.target.name === "view") {
    document.getElementById("result").scrollTop = 0; // another view is read from its beginning
    changed();
    run();
  }
});
