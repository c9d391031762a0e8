/* The account graph as the server packs it (accessmap/graph/account_graph.py), read back
   into arrays. Pure. */

const MOST_FOUND = 60;
const HEAD = 1.25; // rows: above the first one stand the names of the units

/* Return the graph: accounts come first among its ends, then parties. */
export function expand({ units, accounts, parties, edges, holds, heats, readings }) {
  const count = accounts.id.length;
  const x = new Float32Array(count);
  const y = new Float32Array(count);
  accounts.unit.forEach((unit, at) => {
    const [left, top, wide, high, columns] = units.ground[unit];
    x[at] = left + wide * (accounts.place[at] % columns);
    y[at] = top + high * Math.floor(accounts.place[at] / columns);
  });
  const ends = [...accounts.id, ...parties.id];
  const { to, from } = stepped(edges);
  return {
    units, unit: accounts.unit, place: accounts.place, count, x, y, ends, to, from, holds, hold: edges.hold, parties,
    names: [...accounts.name, ...parties.name],
    heat: accounts.heat.map((each) => heats[each]),
    reading: accounts.reading.map((each) => readings[each]),
    low: accounts.name.map((name, at) => `${name}\n${accounts.id[at]}`.toLocaleLowerCase()),
    number: new Map(ends.map((id, at) => [id, at])),
    into: grouped(to, ends.length),
    outOf: grouped(from, ends.length),
  };
}

/* Undo the steps: each number was told as what it adds to the one before. */
function stepped({ to: steps, from: others }) {
  const to = new Int32Array(steps.length);
  const from = new Int32Array(steps.length);
  let target = 0;
  let source = 0;
  steps.forEach((step, at) => {
    target += step;
    source = step ? others[at] : source + others[at];
    to[at] = target;
    from[at] = source;
  });
  return { to, from };
}

/* Return the edges of each end, one after another, and where each end's begin. */
function grouped(ends, count) {
  const starts = new Int32Array(count + 1);
  for (const end of ends) starts[end + 1] += 1;
  for (let at = 0; at < count; at += 1) starts[at + 1] += starts[at];
  const next = starts.slice();
  const edges = new Int32Array(ends.length);
  ends.forEach((end, edge) => { edges[next[end]++] = edge; });
  return { starts, edges };
}

/* Return the numbers of the edges that begin or end at one place. */
export function at({ starts, edges }, end) {
  return edges.subarray(starts[end], starts[end + 1]);
}

/* Return the accounts within a box, or null where there are more than ``most``. */
export function within({ count, x, y }, { x1, y1, x2, y2 }, most) {
  const found = [];
  for (let each = 0; each < count; each += 1) {
    if (x[each] < x1 || x[each] > x2 || y[each] < y1 || y[each] > y2) continue;
    if (found.length === most) return null;
    found.push(each);
  }
  return found;
}

/* Return the account nearest to a point. */
export function nearest({ count, x, y }, at) {
  let [found, least] = [0, Infinity];
  for (let each = 0; each < count; each += 1) {
    const away = (x[each] - at.x) ** 2 + (y[each] - at.y) ** 2;
    if (away < least) [found, least] = [each, away];
  }
  return found;
}

/* Return the point nearest to an account from which a screen of ``wide`` by ``high`` shows
   as much as it can of the accounts around it in its unit, and no empty land. */
export function amid({ x, y, unit, place, units }, number, { wide, high }) {
  const [left, top, across, down, columns] = units.ground[unit[number]];
  const last = Math.max(...place.filter((_, each) => unit[each] === unit[number]));
  return {
    x: clamped(x[number], left - across / 2, left + across * (Math.min(last, columns - 1) + 0.5), wide),
    y: clamped(y[number], top - HEAD * down, top + down * (Math.floor(last / columns) + 0.5), high),
  };
}

function clamped(at, low, high, room) {
  if (high - low <= room) return (low + high) / 2;
  return Math.min(Math.max(at, low + room / 2), high - room / 2);
}

/* Return the accounts whose name or id has every word, the first of them. */
export function search({ count, low }, text) {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  for (let each = 0; words.length && each < count && found.length < MOST_FOUND; each += 1) {
    if (words.every((word) => low[each].includes(word))) found.push(each);
  }
  return found;
}

/* Return an edge as the picture's own edges are. */
export function edgeOf(graph, edge) {
  const [held, blocked, changes] = graph.holds[graph.hold[edge]];
  const source = graph.ends[graph.from[edge]];
  const target = graph.ends[graph.to[edge]];
  return { id: `${source}>${target}`, source, target, held, blocked, changes, parts: [], label: "", badge: null };
}
