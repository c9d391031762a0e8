/* Which control does what: nothing is decided here. */

import { steer } from "./keys.js";

export function bind({ search, list, detail, marks, none }, act) {
  search.addEventListener("input", act.search);
  document.getElementById("only-external").addEventListener("click", (event) => {
    event.preventDefault();
    act.onlyExternal();
  });
  list.element.addEventListener("click", (event) => {
    const link = taken(event, "a[data-choose]");
    if (link) act.choose(link.closest("tr").dataset.edge);
  });
  list.element.addEventListener("contextmenu", (event) => {
    const row = event.target.closest("tr[data-edge]");
    // By keyboard there is no point; keys.js opens it there.
    if (!row || !act.isDrawn() || !event.clientX) return;
    event.preventDefault();
    act.menu({ edge: row.dataset.edge }, { x: event.clientX, y: event.clientY });
  });
  document.getElementById("hubs")?.addEventListener("click", (event) => {
    const link = act.isDrawn() && taken(event, "a[data-hub]");
    if (link) act.choose(link.dataset.hub);
  });
  document.getElementById("towns")?.addEventListener("click", (event) => {
    const link = taken(event, "a[data-account]");
    if (link) act.visit(link.dataset.account);
  });
  list.element.querySelector("[data-all]").addEventListener("click", () => act.gather(null));
  marks.querySelector("button").addEventListener("click", act.clear);
  none.querySelector("button").addEventListener("click", act.everything);
  detail.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) act.choose(null);
    const folded = event.target.closest("[data-expand]");
    if (folded) act.unfold(folded.dataset.expand);
    if (event.target.closest("[data-more]")) act.menuAt(event.target);
    const link = taken(event, "a[data-account]");
    if (link) act.visit(link.dataset.account);
    const step = event.target.closest("[data-step]");
    if (step) act.walk(Number(step.dataset.step));
  });
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => act.zoom(Number(button.dataset.zoom)));
  }
  steer({
    search, walk: act.walk, close: act.back, menu: act.menuAt,
    open: () => detail.querySelector("a[data-open]")?.click(),
  });
  window.addEventListener("resize", act.fit);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act.paint);
}

/* Return the link that was clicked, unless it shall open elsewhere. */
function taken(event, selector) {
  const link = event.target.closest(selector);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  event.preventDefault();
  return link;
}
