import assert from "node:assert/strict";
import { test } from "node:test";

import { lane } from "../../static/js/map/lanes.js";

const [WIDE, HIGH, COLUMNS, ROWS] = [150, 80, 5, 4];
const all = Array.from({ length: COLUMNS * ROWS }, (_, each) => ({
  x: WIDE * (each % COLUMNS), y: HIGH * Math.floor(each / COLUMNS), wide: WIDE, high: HIGH,
}));
const pairs = all.flatMap((from) => all.filter((to) => to !== from).map((to) => [from, to]));

/* What a town's name and id take, below it: 18 letters at most, the id 23 px below. */
function label({ x, y }) {
  return { x1: x - 66, x2: x + 66, y1: y + 8, y2: y + 40 };
}

function meets([[ax, ay], [bx, by]], { x1, x2, y1, y2 }) {
  return Math.max(ax, bx) > x1 && Math.min(ax, bx) < x2 && Math.max(ay, by) > y1 && Math.min(ay, by) < y2;
}

const pieces = (way) => way.slice(1).map((point, index) => [way[index], point]);

test("no way between two accounts of a unit crosses a name", () => {
  for (const [from, to] of pairs) {
    for (const piece of pieces(lane(from, to))) {
      for (const town of all) assert.ok(!meets(piece, label(town)), JSON.stringify({ from, to, piece, town }));
    }
  }
});

test("no way leads through an account between two others", () => {
  for (const [from, to] of pairs) {
    const others = all.filter((town) => town !== from && town !== to);
    for (const piece of pieces(lane(from, to))) {
      for (const { x, y } of others) assert.ok(!meets(piece, { x1: x - 8, x2: x + 8, y1: y - 8, y2: y + 8 }));
    }
  }
});

test("each way begins and ends at its accounts, and turns at right angles", () => {
  for (const [from, to] of pairs) {
    const way = lane(from, to);
    assert.deepEqual([way[0], way.at(-1)], [[from.x, from.y], [to.x, to.y]]);
    for (const [[ax, ay], [bx, by]] of pieces(way)) assert.ok((ax === bx) !== (ay === by));
  }
});

test("the way there and the way back are one", () => {
  for (const [from, to] of pairs) assert.deepEqual(lane(from, to), lane(to, from).reverse());
});

test("neighbours in a row are linked by a straight line", () => {
  assert.deepEqual(lane(all[0], all[1]), [[0, 0], [WIDE, 0]]);
});
