/* Where names stand so that none covers another: as they are, slid aside a little, or
   left out. Pure.

   A name that does not fit is left out whole, never cut: it shows when its place is
   pointed at. Ids, tags and the names of units stay where they are. */

const GAP = 4; // between two on one line: closer they read as one name
const TOUCH = 1; // lines may
const SLIDE = 16; // at most, to either side: farther it would be a neighbour's name

/* Return the names to leave out, and how far others slide; rank 0 chooses first. */
export function apart(names, fixed) {
  const kept = [...fixed];
  const out = new Set();
  const slid = new Map();
  for (const each of [...names].sort((a, b) => a.rank - b.rank)) {
    const aside = away(each, kept).find((by) => !kept.some((other) => covers(moved(each, by), other)));
    if (aside === undefined) out.add(each.id);
    else {
      kept.push(moved(each, aside));
      if (aside) slid.set(each.id, aside);
    }
  }
  return { out, slid };
}

/* Return how far one could slide to get clear of what it covers, the nearest first. */
function away(one, kept) {
  const found = kept.filter((other) => covers(one, other))
    .flatMap((other) => [other.x2 - one.x1 + GAP, other.x1 - one.x2 - GAP]);
  return [0, ...found.filter((by) => Math.abs(by) <= SLIDE).sort((a, b) => Math.abs(a) - Math.abs(b))];
}

function moved(one, by) {
  return { ...one, x1: one.x1 + by, x2: one.x2 + by };
}

function covers(one, other) {
  return one.of !== other.of && one.x1 < other.x2 + GAP && other.x1 < one.x2 + GAP
    && one.y1 < other.y2 - TOUCH && other.y1 < one.y2 - TOUCH;
}

/* Return how early a name chooses: ends of what lets outsiders in, tagged, largest. */
export function rankOf({ isFirst, isOutside, isTagged, size }) {
  if (isFirst) return 0;
  if (isOutside) return 1;
  return (isTagged ? 2 : 3) + 1 / (1 + size);
}
