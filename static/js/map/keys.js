/* The map's keys; none while somebody types. */

import { areOn, unfold } from "../keys.js";

export function steer({ search, walk, close, open, menu }) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (!event.defaultPrevented) close(); // else it closed a list
      return;
    }
    if (isTyping(event.target) || event.target.closest("[role=menu]")) return;
    // A key that is a letter or a sign can be switched off: speech types such.
    if (event.key.length === 1 && !areOn()) return;
    if (event.key === "?") {
      unfold();
      return;
    }
    if (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10") || event.key === "m") {
      if (menu(event.target)) event.preventDefault();
      return;
    }
    const act = { "/": () => search.focus(), ArrowDown: () => walk(1), ArrowUp: () => walk(-1) }[event.key];
    const opens = event.key === "Enter" && event.target.closest("#picture");
    if (!act && !opens) return;
    event.preventDefault();
    if (opens) open();
    else act();
  });
}

function isTyping(target) {
  return target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");
}
