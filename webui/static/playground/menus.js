// The menus of the bar: Escape and a click elsewhere close them. That one closes another is the browser's doing, by `name`.

const menus = document.querySelectorAll("details.menu");

// What had the focus when a key opened a menu: there it goes back.
const openers = new Map();

/** Open a menu by a key. */
export function openMenu(menu) {
  const { activeElement } = document;
  const within = activeElement.closest("details.menu"); // what stands in a menu that closes cannot have the focus again
  if (activeElement !== document.body) openers.set(menu, within?.querySelector("summary") ?? activeElement);
  menu.open = true;
  menu.querySelector(".drop").focus();
}

export function closeMenu(menu) {
  menu.open = false;
  const opener = openers.get(menu);
  (opener?.isConnected ? opener : menu.querySelector("summary")).focus();
}

for (const menu of menus) {
  menu.addEventListener("toggle", () => {
    if (!menu.open) openers.delete(menu);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return; // it may have closed something in an editor
  const { activeElement } = document;
  for (const menu of menus) {
    if (!menu.open) continue;
    if (activeElement === document.body || menu.contains(activeElement)) closeMenu(menu);
    else menu.open = false; // who has gone on to something else stays there
  }
});

document.addEventListener("click", (event) => {
  for (const menu of menus) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
