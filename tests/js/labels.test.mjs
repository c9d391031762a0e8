import assert from "node:assert/strict";
import { test } from "node:test";

import { apart, rankOf } from "../../static/js/map/labels.js";

const box = (id, x1, x2, rank = 4, of = id) => ({ id, of, x1, x2, y1: 0, y2: 10, rank });

test("names with a gap between them stay as they are", () => {
  const { out, slid } = apart([box("one", 0, 60), box("other", 64, 120)], []);
  assert.deepEqual([out.size, slid.size], [0, 0]);
});

test("of two that cover each other a little the less telling slides aside", () => {
  const { out, slid } = apart([box("small", 0, 60), box("vendor", 50, 120, 2)], []);
  assert.equal(out.size, 0);
  assert.deepEqual([...slid], [["small", -14]]);
});

test("who can slide nowhere is left out, and makes room for the next", () => {
  const { out, slid } = apart([box("a", 0, 60, 1), box("b", 30, 90, 2), box("c", 70, 130, 3)], []);
  assert.deepEqual([...out], ["b"]);
  assert.equal(slid.size, 0);
});

test("nobody slides onto somebody else", () => {
  const { out } = apart([box("a", 0, 60, 1), box("b", 55, 115, 2), box("c", 118, 170, 1)], []);
  assert.deepEqual([...out], ["b"]);
});

test("ids and units stay, and a name may stand beside its own id", () => {
  const fixed = [box("id:a", 0, 60, 0, "a"), box("unit", 100, 160)];
  const { out, slid } = apart([box("a", 0, 60), box("b", 154, 200)], fixed);
  assert.equal(out.size, 0);
  assert.deepEqual([...slid.keys()], ["b"]);
});

test("chosen comes before outside, tagged and large", () => {
  const told = [{ isFirst: true }, { isOutside: true }, { isTagged: true, size: 1 }, { size: 20 }, { size: 6 }];
  const ranks = told.map((each) => rankOf({ size: 1, ...each }));
  assert.deepEqual(ranks, [...ranks].sort((a, b) => a - b));
});
