// The theme that people chose, before anything is drawn. It is all that the page remembers.
"use strict";

{
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}
