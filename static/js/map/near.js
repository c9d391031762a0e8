/* What is drawn of a large organization from near: its accounts, as far as one can read
   them. Pure. Places are the far picture's, ``scale`` times as wide, so that everything
   has the size that it has on the map of a small organization. */

import { at, edgeOf, within } from "./accounts.js";
import { box, look, node, town, ways } from "./elements.js";
import { VERDICTS, visible } from "./filters.js";
import { lane } from "./lanes.js";
import { ofParty } from "./signs.js";

const WIDE = 150; // from a town to the next, with room for its name below
const LETTERS = 18; // of a name; a longer one shows when pointed at
const NAMED = 160; // towns with their names
const DOTTED = 600; // towns at all; beyond, the cells of the far picture say it
const EDGES = 60; // between those in sight, where they are few: else lines hide names
const FEW = 80;
const LEGIBLE = 0.55; // zoom from which one can read a name
const GUESTS = 40; // parties beside an opened account, on each side
const ROWS = 10;

/* Return how many times as wide as the far picture the near one is. */
export function scaleOf({ units }) {
  const pitches = units.ground.filter(([, , , , columns]) => columns > 1).map(([, , wide]) => wide);
  return Math.max(1, WIDE / Math.min(WIDE, ...pitches));
}

/* Return the elements of the part that is in sight, with what else has to be known. */
export function near(graph, picture, { screen, extent, zoom, scale, on, stays = () => true, isGone = () => false, opened = null }) {
  const far = { x1: extent.x1 / scale, y1: extent.y1 / scale, x2: extent.x2 / scale, y2: extent.y2 / scale };
  const seen = within(graph, far, DOTTED)?.filter((each) => !isGone(graph.ends[each])) ?? null;
  const named = seen !== null && seen.length <= NAMED && zoom >= LEGIBLE;
  const spot = (each) => [graph.x[each] * scale, graph.y[each] * scale];
  const drawn = [
    ...picture.territories.flatMap((unit) => land(unit, far, screen, { zoom, scale })),
    ...(seen === null ? cells(picture, far, scale) : seen.flatMap((each) => account(graph, each, spot(each), {
      named: named && (opened === null || each === opened), zoom, // who is around it needs the room
    }))),
  ];
  const edges = seen === null || seen.length > FEW ? [] : between(graph, seen, on, stays).slice(0, EDGES)
    .map((edge) => ({ ...edge, way: lane(place(graph, edge.source, scale), place(graph, edge.target, scale)) }));
  const around = opened === null ? [] : guests(graph, opened, spot(opened), on, stays);
  return [...drawn, ...ways({ edges: opened === null ? edges : [] }, on), ...around];
}

/* Return where an account stands, and how far it is from there to the next. */
function place(graph, id, scale) {
  const each = graph.number.get(id);
  const [, , wide, high] = graph.units.ground[graph.unit[each]];
  return { x: graph.x[each] * scale, y: graph.y[each] * scale, wide: wide * scale, high: high * scale };
}

function land(unit, far, screen, { zoom, scale }) {
  if (unit.x > far.x2 || unit.y > far.y2 || unit.x + unit.w < far.x1 || unit.y + unit.h < far.y1) return [];
  const area = { x: unit.x * scale, y: unit.y * scale, w: unit.w * scale, h: unit.h * scale };
  // Its name stays in sight while there is room for it.
  const x = Math.max(area.x, screen.x1) + 14 / zoom;
  const y = Math.max(area.y, screen.y1) + (14 + 22 * unit.depth) / zoom;
  const fits = y <= area.y + area.h - 12 / zoom;
  return [
    box(`land:${unit.id}`, area, {}, `land depth${Math.min(unit.depth, 2)}`),
    ...(fits ? [node(`name:${unit.id}`, x, y, { label: `${unit.name}  ${unit.size.toLocaleString("en")}`, size: 14 / zoom }, "unit-name near-name")] : []),
  ];
}

function cells({ cells: all }, far, scale) {
  return all.flatMap(({ x, y, ...each }, index) => (
    x < far.x1 || x > far.x2 || y < far.y1 || y > far.y2 ? []
      : [node(`cell:${index}`, x * scale, y * scale, { side: 12 * scale }, `cell near-cell ${look(each)}`)]
  ));
}

function account(graph, each, [x, y], { named, zoom }) {
  const id = graph.ends[each];
  const heat = graph.heat[each];
  const name = graph.names[each];
  const reading = graph.reading[each];
  const r = Math.max(7, 3.5 / zoom);
  const fits = name.length <= LETTERS;
  const drawn = town({ id, name: name || id, x, y, r, fits, reading, note: "", tags: [] });
  drawn[0].classes += ` hot ${heat || "cool"}`;
  return named ? drawn : drawn.slice(0, 1);
}

/* Return the edges of which both ends are in sight, worst first. */
function between(graph, seen, on, stays) {
  const here = new Set(seen);
  const found = [];
  for (const each of seen) {
    for (const edge of at(graph.into, each)) {
      if (here.has(graph.from[edge])) found.push(edge);
    }
  }
  return worstFirst(graph, found, on, stays);
}

function worstFirst(graph, edges, on, stays) {
  return Array.from(edges, (edge) => edgeOf(graph, edge))
    .filter((edge) => stays(edge))
    .map((edge) => [edge, visible(edge, on)])
    .filter(([, shown]) => shown !== null)
    .sort(([, a], [, b]) => a.isBlocked - b.isBlocked || VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || b.count - a.count)
    .map(([edge]) => edge);
}

/* Return who is trusted in one account, on its left, and where it is trusted, right. */
function guests(graph, opened, spot, on, stays) {
  const sides = [[-1, at(graph.into, opened), "source"], [1, at(graph.outOf, opened), "target"]];
  return sides.flatMap(([side, edges, end]) => {
    const all = worstFirst(graph, edges, on, stays);
    const shown = all.slice(0, GUESTS);
    const rows = Math.min(ROWS, shown.length);
    const drawn = shown.flatMap((edge, index) => guest(graph, edge, spot, {
      side, end, column: Math.floor(index / ROWS), row: (index % ROWS) - (rows - 1) / 2,
    }));
    const more = all.length - shown.length;
    return more ? [...drawn, node(`more:${end}`, spot[0] + side * 150, spot[1] + 34 * (rows / 2 + 0.5), { label: `+${more.toLocaleString("en")}` }, "town-name guest-name")] : drawn;
  });
}

function guest(graph, edge, [x, y], { side, end, column, row }) {
  const number = graph.number.get(edge[end]);
  const isHome = number < graph.count;
  const id = `guest:${end}:${edge[end]}`;
  const [gx, gy] = [x + side * (150 + 190 * column), y + 34 * row];
  const note = isHome ? edge[end] : graph.parties.note[number - graph.count];
  const label = [graph.names[number], note].filter((text, index, both) => text && both.indexOf(text) === index).join("\n");
  const [way] = ways({ edges: [{ ...edge, way: [[gx, gy], [x, y]] }] }, on1(edge));
  const opened = edge[end === "source" ? "target" : "source"];
  const ends = end === "source" ? { source: id, target: opened } : { source: opened, target: id };
  return [
    isHome ? node(id, gx, gy, { r: 12, place: edge[end], name: graph.names[number] }, "town guest")
      : node(id, gx, gy, outsider(graph, number), "party guest"),
    node(`name:${id}`, gx + side * (isHome ? 10 : 14), gy, { label }, `guest-name ${side < 0 ? "left" : "right"}`),
    { ...way, data: { ...way.data, ...ends, id: `edge:${edge.id}` } },
  ];
}

function outsider(graph, number) {
  const group = graph.parties.group[number - graph.count];
  const [verdict, sign] = ofParty({ id: graph.ends[number], group });
  const id = graph.ends[number];
  return { verdict, sign, place: /^\d{12}$/.test(id) ? id : graph.names[number], name: graph.names[number] };
}

/* A guest's edge was chosen by the legend already: draw all that it holds. */
function on1({ held, blocked }) {
  return new Set([...Object.keys(held), ...Object.keys(blocked), "blocked"]);
}
