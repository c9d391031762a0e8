import assert from "node:assert/strict";
import test from "node:test";

import { dressed, widthOf } from "../../static/js/figure.js";

const figure = {
  data: [{ type: "bar", meta: "external", x: [1], y: ["payments-prod"] }],
  layout: { barmode: "stack", xaxis: { rangemode: "tozero" }, height: 200 },
};
const colour = (name) => `colour-of-${name}`;

test("a verdict has the hue of the page and keeps its figures", () => {
  const { data } = dressed(figure, colour, "sans-serif");
  assert.equal(data[0].marker.color, "colour-of-external");
  assert.deepEqual(data[0].x, [1]);
});

test("the layout keeps what the server said", () => {
  const { layout } = dressed(figure, colour, "sans-serif");
  assert.equal(layout.barmode, "stack");
  assert.equal(layout.height, 200);
  assert.equal(layout.xaxis.rangemode, "tozero");
  assert.equal(layout.font.family, "sans-serif");
});

test("a series without a verdict has no pattern", () => {
  const other = { ...figure, data: [{ meta: "ink" }] };
  assert.equal(dressed(other, colour, "").data[0].marker.pattern.shape, "");
});

test("the figure that came is left as it was", () => {
  const before = JSON.stringify(figure);
  dressed(figure, colour, "");
  assert.equal(JSON.stringify(figure), before);
});

test("a heat map goes from pale to its colour, and nothing has none", () => {
  const heat = { ...figure, data: [{ type: "heatmap", meta: "ink", z: [[1, null]] }] };
  const [found] = dressed(heat, colour, "").data;
  assert.deepEqual(found.colorscale, [[0, "colour-of-line"], [1, "colour-of-ink"]]);
  assert.deepEqual(found.z, [[1, null]]);
  assert.equal(found.marker, undefined);
});

test("a heat map begins at nothing, and counts in whole numbers", () => {
  for (const [z, most] of [[[[1, null]], 1], [[[3, 40]], 40], [[[null]], 1]]) {
    const heat = { ...figure, data: [{ type: "heatmap", meta: "ink", z }] };
    const [found] = dressed(heat, colour, "").data;
    assert.deepEqual([found.zmin, found.zmax], [0, most]);
    assert.equal(found.colorbar.tickformat, ",d");
    assert.ok(found.colorbar.nticks <= most + 1);
  }
});

test("a heat map is as wide as its cells need, other charts as wide as the page", () => {
  const heat = (count) => ({ data: [{ type: "heatmap", x: Array(count).fill("a"), y: ["payments-prod 204411803391"] }] });
  assert.equal(widthOf(heat(3), 900), null);
  assert.ok(widthOf(heat(40), 358) > 40 * 18 + 200);
  assert.equal(widthOf(figure, 100), null);
});
