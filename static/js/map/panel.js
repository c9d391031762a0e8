/* Fills the panel from the server, or says why it could not and what to do. */

let asked = 0;

/* Show the panel in place of the list. */
export function open(detail, list, content) {
  detail.hidden = false;
  list.element.hidden = true;
  content.replaceChildren();
}

/* Close the panel and give the focus back to the line it was opened from. */
export function close(detail, list, edge) {
  if (detail.hidden) return;
  detail.hidden = true;
  list.element.hidden = false;
  const row = list.row(edge) ?? list.inSight()[0];
  row?.querySelector("a")?.focus({ preventScroll: true });
}

export function fill(panel, url, then = () => {}) {
  const number = (asked += 1);
  panel.setAttribute("aria-busy", "true");
  const failed = () => {
    // Something newer may have been asked for since.
    if (number !== asked) return;
    panel.replaceChildren(document.getElementById("edge-not-loaded").content.cloneNode(true));
    panel.querySelector("a").href = url;
    panel.querySelector("button").addEventListener("click", () => fill(panel, url, then));
  };
  const over = (event) => {
    if (event.detail.target !== panel || event.detail.requestConfig?.path !== url) return;
    panel.removeEventListener("htmx:afterRequest", over);
    panel.removeAttribute("aria-busy");
    if (!event.detail.successful) failed();
    else if (number === asked) then();
  };
  panel.addEventListener("htmx:afterRequest", over);
  // htmx puts the server's own fragment in; it is escaped there.
  window.htmx.ajax("GET", url, { target: panel, source: panel, swap: "innerHTML" });
}
