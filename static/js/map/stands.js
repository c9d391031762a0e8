/* From the places of an answer to what is drawn of it. Pure. */

import { drawnAs } from "./filters.js";

/* Return the first of several that is drawn: a place, or what stands for it. */
export function standing(candidates, isDrawn) {
  return candidates.find(isDrawn) ?? null;
}

/* Return the stops of a way on the map, and between two of them the edge that is drawn,
   or null where none is. What goes on inside one place is one stop. */
export function onMap(way, isDrawn, edges) {
  const stops = [];
  for (const candidates of way) {
    const id = standing(candidates, isDrawn);
    if (id !== null && id !== stops.at(-1)) stops.push(id);
  }
  const legs = stops.slice(1).map((to, at) => {
    const id = drawnAs(edges, `${stops[at]}>${to}`);
    return { from: stops[at], to, edge: edges.some((edge) => edge.id === id) ? id : null };
  });
  return { stops, legs };
}

/* Return where each of several places stands, each once. */
export function metOnMap(places, isDrawn) {
  const found = places.map((candidates) => standing(candidates, isDrawn));
  return [...new Set(found.filter((id) => id !== null))];
}

/* Return what of an answer is drawn: one of its ways, else the places that are met. */
export function answered(answer, way, isDrawn, edges) {
  if (!answer?.asked) return null;
  if (answer.ways.length) return onMap(answer.ways[way], isDrawn, edges);
  return { stops: metOnMap([...answer.asked, ...answer.met], isDrawn), legs: [] };
}

/* Return what a menu is of: an edge with its ends, or one place, which is both. What
   stands for many has no end that can be asked about; an account has a page. */
export function targetOf({ edge, place }, edges, towns) {
  const found = edge ? edges.get(edge) : place && { source: place, target: place };
  if (!found) return null;
  const asked = (id) => (/^(all|rest|outside):/.test(id) ? "" : id);
  const url = towns.find((town) => town.id === found.target)?.url ?? "";
  return { id: edge ?? place, from: asked(found.source), to: asked(found.target), url };
}
