/* The map's keys; none while somebody types. */

export function steer({ search, walk, close, open }) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      close();
      return;
    }
    if (isTyping(event.target)) return;
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
