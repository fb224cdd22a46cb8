// The page beyond its form. Without scripts the form posts and gets a whole page; each module adds one thing.
// No text is stored anywhere, neither here nor on the server.

import "./run.js";
import "./menus.js";
import "./grid.js";
import "./rows.js";
import "./texts.js";
import "./places.js";
import "./formatting.js";
import "./cases.js";
import "./offers.js";
import "./views.js";
import "./lights.js";
import "./keys.js";
import "./themes.js";
import "./share.js";
import "./saving.js";
import "./answers.js";
import { mark } from "./marks.js";

mark();
