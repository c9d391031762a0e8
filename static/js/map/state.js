/* What a reader does with the map, as the part of the address behind the #. Pure.

   It stays in the browser: whoever gets the link sees the same, within their rights. */

const ONE = ["edge", "account", "unfold", "from", "to", "by", "way", "only", "search"];
const MANY = ["without", "hide", "pin"];

export function read(hash) {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  return {
    ...Object.fromEntries(ONE.map((name) => [name, words.get(name) ?? ""])),
    ...Object.fromEntries(MANY.map((name) => [name, new Set(words.getAll(name))])),
  };
}

export function write(state) {
  const words = new URLSearchParams();
  for (const name of ONE) if (state[name]) words.set(name, state[name]);
  for (const name of MANY) for (const each of state[name]) words.append(name, each);
  return words.toString();
}

/* Return it as what ends an address. */
export function hashOf(state) {
  const words = write(state);
  return words && `#${words}`;
}

/* Return what changes when one thing is hidden, pinned or alone, or no longer. */
export function toggled(state, what, id) {
  if (what === "only") return { only: state.only === id ? "" : id };
  const names = new Set(state[what]);
  if (!names.delete(id)) names.add(id);
  return { [what]: names };
}

export function unmarked() {
  return { hide: new Set(), pin: new Set(), only: "" };
}

/* Return the address that shows one unit, narrowed as before. */
export function withUnit({ pathname, search }, unit) {
  const words = new URLSearchParams(search);
  words.set("unit", unit);
  return `${pathname}?${words}`;
}

/* Return an address of the server with more words in it. */
export function withWords(address, words) {
  return `${address}${address.includes("?") ? "&" : "?"}${words}`;
}

/* Return a picture of which each edge that is not drawn knows the line that is, for it. */
export function withLines({ gathered = [], ...picture }) {
  const lines = new Map(picture.edges.flatMap(({ id, parts }) => parts.map((part) => [part, id])));
  return { ...picture, gathered: gathered.map((edge) => ({ ...edge, line: lines.get(edge.id) })) };
}

/* Say whether an edge is meant by its own name, by its line's, or by one of its ends. */
function isMeant({ id, line, source, target }, names) {
  return [id, line, source, target].some((name) => name !== undefined && names.has(name));
}

/* Say whether hiding and "only this" leave an edge; what is pinned always stays. */
export function stays(edge, { hide, pin, only }) {
  if (isMeant(edge, pin)) return true;
  if (isMeant(edge, hide)) return false;
  return !only || isMeant(edge, new Set([only]));
}

/* Say whether a place is hidden, and not pinned. */
export function isGone(id, { hide, pin }) {
  return hide.has(id) && !pin.has(id);
}

/* Say whether anything is hidden, pinned or alone. */
export function isMarked({ hide, pin, only }) {
  return hide.size > 0 || pin.size > 0 || only !== "";
}
