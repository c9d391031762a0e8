/* From points on the map to what Cytoscape.js wants of a bent edge. Pure. */

/* Return the inner points of a way as shares of, and distances from, the straight line
   between its ends: https://js.cytoscape.org/#style/segments-edges */
export function segments(way) {
  const [x1, y1] = way[0];
  const [x2, y2] = way[way.length - 1];
  const dx = x2 - x1;
  const dy = y2 - y1;
  const squared = dx * dx + dy * dy || 1;
  const long = Math.sqrt(squared);
  const weights = [];
  const distances = [];
  for (const [x, y] of way.slice(1, -1)) {
    weights.push(((x - x1) * dx + (y - y1) * dy) / squared);
    // Cytoscape measures to the right of the way, in screen coordinates.
    distances.push(((y - y1) * dx - (x - x1) * dy) / long);
  }
  return { weights, distances };
}

const TOOLS = 48; // what the buttons at the right take of the bottom
const LETTER = 8; // of a name, about, where the system's letters are wide

/* A party's name stands beside it on the level shores, else below it. */
function around({ x, y, side, is_small: isSmall }) {
  if (isSmall) return [x - 50, y - 17, x + 50, y + 36];
  const beside = side === "north" || side === "south";
  return beside ? [x - 18, y - 17, x + 134, y + 17] : [x - 54, y - 17, x + 54, y + 50];
}

/* A group's name ends before its parties in the north, begins below them in the south. */
function heading({ x, y, side, name }) {
  const wide = name.length * LETTER;
  const left = { north: x - wide, south: x }[side] ?? x - wide / 2;
  return [left, y - 8, left + wide, y + 8];
}

/* Return the smallest box around everything that has a place, and nobody on the rim is
   behind the buttons. */
export function bounds(picture) {
  const rim = [...picture.parties.map((each) => around(each)), ...picture.groups.map((each) => heading(each))];
  const boxes = [
    ...picture.territories.map((each) => [each.x - 26, each.y - 26, each.x + each.w + 26, each.y + each.h + 26]),
    ...rim,
  ];
  const x1 = Math.min(...boxes.map((box) => box[0]));
  const y1 = Math.min(...boxes.map((box) => box[1]));
  const x2 = Math.max(...boxes.map((box) => box[2]));
  const beside = rim.filter((box) => box[2] > (x1 + x2) / 2);
  const y2 = Math.max(...boxes.map((box) => box[3]), ...beside.map((box) => box[3] + TOOLS));
  return { x1, y1, x2, y2, w: x2 - x1, h: y2 - y1 };
}
