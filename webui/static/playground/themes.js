// The buttons that choose a theme; `theme.js` takes it up again before a page is drawn.

const root = document.documentElement;
const buttons = document.querySelectorAll("button[data-theme]");

function show() {
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.theme === (root.dataset.theme ?? "system")));
  }
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    const { theme } = button.dataset;
    if (theme === "system") {
      delete root.dataset.theme;
      localStorage.removeItem("theme");
    } else {
      root.dataset.theme = theme;
      localStorage.setItem("theme", theme);
    }
    show();
  });
}
show();
