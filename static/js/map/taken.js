/* What leaves the map carries what was typed, hidden, pinned or left alone on it: the files
   that are taken away, and the view that is kept. */

const ONE = [["typed", "search"], ["only", "only"]];
const MANY = ["hide", "pin"];

/* Return an address, or the words of one, with the marks in place of its own. Pure. */
export function withMarks(url, state) {
  const [path, said = ""] = url.split("?");
  const words = new URLSearchParams(said);
  for (const [name, key] of ONE) {
    words.delete(name);
    if (state[key]) words.set(name, state[key]);
  }
  for (const name of MANY) {
    words.delete(name);
    for (const each of state[name]) words.append(name, each);
  }
  const found = words.toString();
  return found ? `${path}?${found}` : path;
}

/* Fill them in when a file's link is followed, or a view is saved; after the legend. */
export function carryMarks(state) {
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[download]");
    if (link) link.setAttribute("href", withMarks(link.getAttribute("href"), state));
  }, true);
  document.addEventListener("submit", ({ target: form }) => {
    const query = form.id === "save-view" && form.elements.namedItem("query");
    if (query) query.value = withMarks(`?${query.value}`, state).slice(1);
  }, true);
}
