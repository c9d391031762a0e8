/* What the legend leaves in sight. Pure. */

export const VERDICTS = [
  "public", "any-account", "external", "unknown", "federated", "service",
  "organization", "in-org", "same-account",
];

export const OUTSIDE = new Set(["public", "any-account", "external", "unknown", "blocked"]);

/* Return an edge's count and worst verdict among the switched-on ones, or null.

   A blocked grant shows only while "blocked" is on too, and never makes an edge that
   lets something through look worse. */
export function visible(edge, on) {
  const held = counted(edge.held, on);
  const blocked = on.has("blocked") ? counted(edge.blocked, on) : {};
  const verdict = worst(held) ?? worst(blocked);
  if (verdict === undefined) return null;
  const count = total(held) + total(blocked);
  return { verdict, count, isBlocked: total(held) === 0 };
}

function counted(counts, on) {
  return Object.fromEntries(Object.entries(counts).filter(([verdict]) => on.has(verdict)));
}

function worst(counts) {
  return VERDICTS.find((verdict) => counts[verdict] > 0);
}

function total(counts) {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/* Say whether every word of a search is found in some of the texts. */
export function matches(search, texts) {
  const all = texts.join("\n").toLocaleLowerCase();
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => all.includes(word));
}

/* Say whether an edge belongs in the list: by the legend, and by what is searched. */
export function isListed(edge, on, search, texts) {
  return (!edge || visible(edge, on) !== null) && matches(search, texts);
}

/* Return the edges to draw: one that stands for several while any of them is in sight. */
export function inPicture(edges, hidden) {
  return edges.filter((edge) => (
    edge.parts.length ? edge.parts.some((part) => !hidden.has(part)) : !hidden.has(edge.id)
  ));
}

/* Return how many edges are left of all, listed or not: those behind one line where it is open. */
export function inSight(edges, hidden, hub = null) {
  const all = [...edges.values()].filter(({ id, parts = [] }) => !parts.length && (hub === null || hub.parts.includes(id)));
  return { shown: all.filter(({ id }) => !hidden.has(id)).length, all: all.length };
}

/* Return the edge that is drawn for this one: itself, or the line that stands for it. */
export function drawnAs(edges, id) {
  return edges.find((edge) => edge.parts.includes(id))?.id ?? id;
}
