import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { elements, short, wrapped } from "../../static/js/map/elements.js";
import { drawnAs, inPicture, matches, visible } from "../../static/js/map/filters.js";
import { bounds, segments } from "../../static/js/map/geometry.js";
import { image, ofParty, symbol } from "../../static/js/map/signs.js";

const ALL = new Set(["public", "external", "in-org", "blocked"]);
const sprite = readFileSync(new URL("../../static/icons.svg", import.meta.url), "utf8");

function picture(edges = []) {
  return {
    land: { x: 0, y: 0, w: 200, h: 200 },
    territories: [{ id: "unit:r", name: "Kitsune", depth: 0, size: 1, x: 0, y: 0, w: 200, h: 200 }],
    towns: [{ id: "204411803391", name: "payments-prod", x: 100, y: 60, r: 9, fits: true, reading: "complete", note: "", tags: ["PCI"] }],
    parties: [{ id: "338812907744", group: "vendors", name: "Tanuki Observability", note: "338812907744", x: -60, y: 60, side: "west" }],
    groups: [{ id: "group:vendors", name: "Vendors", side: "west", x: -60, y: 20 }],
    edges,
  };
}

const tanuki = {
  id: "338812907744>204411803391", source: "338812907744", target: "204411803391",
  held: { external: 3 }, blocked: { public: 1 }, label: "", parts: [], way: [[-60, 60], [-20, 60], [-20, 100], [100, 60]], badge: [-40, 60],
};

test("how many are in a unit is left out where its name takes the room", () => {
  const shown = picture();
  const sizes = (name) => {
    const territories = [{ ...shown.territories[0], name }];
    return elements({ ...shown, territories }, ALL).filter(({ data }) => data.id === "size:unit:r").length;
  };
  assert.equal(sizes("Kitsune"), 1);
  assert.equal(sizes("Config AggregationAuthorization"), 0);
  assert.equal(sizes("共有サービスと監査のアカウント群"), 0);
});

test("a bent way is told in shares of the straight one", () => {
  const { weights, distances } = segments([[0, 0], [50, 20], [100, 0]]);
  assert.deepEqual(weights, [0.5]);
  assert.deepEqual(distances, [20]);
});

test("a way upwards bends to the same side", () => {
  const { weights, distances } = segments([[0, 100], [30, 50], [0, 0]]);
  assert.deepEqual(weights, [0.5]);
  assert.deepEqual(distances, [30]);
});

test("the whole map includes the rim", () => {
  const area = bounds(picture());
  assert.ok(area.x1 < -60);
  assert.equal(area.y2, 226);
});

test("nobody on the rim is behind the buttons at the right", () => {
  const shown = picture();
  const lowest = { x: bounds(shown).x2 - 60, y: 400, side: "south", is_small: false };
  assert.equal(bounds({ ...shown, parties: [...shown.parties, lowest] }).y2, 400 + 17 + 48);
});

test("what is blocked never makes an edge look worse", () => {
  assert.deepEqual(visible(tanuki, ALL), { verdict: "external", count: 4, isBlocked: false });
});

test("switching a verdict off leaves the rest of the edge", () => {
  const on = new Set(["public", "blocked"]);
  assert.deepEqual(visible(tanuki, on), { verdict: "public", count: 1, isBlocked: true });
});

test("an edge of which nothing is on is not in sight", () => {
  assert.equal(visible(tanuki, new Set(["in-org"])), null);
});

test("a line that stands for several is drawn while any of them is in sight", () => {
  const hub = { ...tanuki, id: "hub", label: "×2", parts: ["a", "b"] };
  assert.deepEqual(inPicture([hub, tanuki], new Set(["a", tanuki.id])), [hub]);
  assert.deepEqual(inPicture([hub], new Set(["a", "b"])), []);
});

test("an edge that another stands for is marked on that one", () => {
  const hub = { ...tanuki, id: "hub", parts: ["a", "b"] };
  assert.equal(drawnAs([hub, tanuki], "b"), "hub");
  assert.equal(drawnAs([hub, tanuki], tanuki.id), tanuki.id);
});

test("a line that stands for several says for how many", () => {
  const drawn = elements(picture([{ ...tanuki, label: "×24", parts: ["a"] }]), ALL);
  assert.ok(drawn.some((each) => each.data.label === "×24"));
  assert.equal(drawn.find((each) => each.group === "edges").classes, "way external hub bent");
});

test("a search wants every word, in any letters", () => {
  assert.ok(matches("tanuki PAY", ["Tanuki Observability", "payments-prod"]));
  assert.ok(!matches("tanuki lake", ["Tanuki Observability", "payments-prod"]));
  assert.ok(matches("", ["anything"]));
});

test("an edge is drawn with its badge", () => {
  const drawn = elements(picture([tanuki]), ALL);
  const [edge] = drawn.filter((each) => each.group === "edges");
  assert.equal(edge.classes, "way external bent");
  const badge = drawn.find((each) => each.data.id === `badge:${tanuki.id}`);
  assert.equal(badge.data.label, "4");
  assert.equal(badge.data.sign, "diamond");
});

test("an account is never drawn without its id", () => {
  const drawn = elements(picture(), ALL);
  assert.ok(drawn.some((each) => each.data.label === "204411803391"));
  assert.ok(drawn.some((each) => each.data.label === "payments-prod"));
});

test("a name that does not fit is dropped whole and still known", () => {
  const crowded = picture();
  crowded.towns[0].fits = false;
  const drawn = elements(crowded, ALL);
  assert.ok(!drawn.some((each) => each.data.label === "payments-prod"));
  assert.ok(drawn.some((each) => each.data.name === "payments-prod"));
});

test("every id is drawn once", () => {
  const ids = elements(picture([tanuki]), ALL).map((each) => each.data.id);
  assert.equal(new Set(ids).size, ids.length);
});

test("land of which nothing was read is hatched", () => {
  const refused = picture();
  refused.towns[0].reading = "unread";
  const drawn = elements(refused, ALL);
  assert.ok(drawn.some((each) => each.classes === "land depth0 unread"));
});

test("names break between words only", () => {
  assert.deepEqual(wrapped("Tanuki Observability", 13), ["Tanuki", "Observability"]);
  assert.deepEqual(wrapped("AWS Config", 13), ["AWS Config"]);
});

test("signs come from the sprite in the colour asked for", () => {
  assert.ok(symbol(sprite, "globe").includes("circle"));
  assert.ok(decodeURIComponent(image(sprite, "globe", "#A60A24")).includes('stroke="#A60A24"'));
});

test("any account is not anyone", () => {
  assert.deepEqual(ofParty({ id: "any-account", group: "public" }), ["any-account", "asterisk"]);
  assert.deepEqual(ofParty({ id: "public", group: "public" }), ["public", "globe"]);
});

test("a stranger is written by its id alone, and opens as what it is", () => {
  const stranger = { id: "447199021835", group: "unknown", name: "Not known to us", note: "447199021835", x: 0, y: 240, side: "south", is_small: true };
  const drawn = elements({ ...picture(), parties: [stranger] }, ALL);
  const [node, id] = drawn.filter((each) => each.data.id.endsWith(stranger.id));
  assert.equal(node.data.place, stranger.id);
  assert.equal(id.data.label, stranger.id);
  assert.ok(!drawn.some((each) => each.data.id === `name:${stranger.id}`));
  assert.equal(short("8d1f5a7e0c93b2464f7b1a60d2e95c38"), "8d1f5a7…95c38");
});
