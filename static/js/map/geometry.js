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

/* Return the smallest box around everything that has a place. */
export function bounds(picture) {
  const boxes = [
    ...picture.territories.map((each) => [each.x - 28, each.y - 28, each.x + each.w + 28, each.y + each.h + 28]),
    ...picture.parties.map((each) => [each.x - 48, each.y - 18, each.x + (each.side === "north" || each.side === "south" ? 110 : 48), each.y + 54]),
    ...picture.groups.map((each) => [each.x - 20, each.y - 8, each.x + 60, each.y + 8]),
  ];
  const x1 = Math.min(...boxes.map((box) => box[0]));
  const y1 = Math.min(...boxes.map((box) => box[1]));
  const x2 = Math.max(...boxes.map((box) => box[2]));
  const y2 = Math.max(...boxes.map((box) => box[3]));
  return { x1, y1, x2, y2, w: x2 - x1, h: y2 - y1 };
}
