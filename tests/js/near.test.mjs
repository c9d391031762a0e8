import assert from "node:assert/strict";
import { test } from "node:test";

import { amid, at, edgeOf, expand, nearest, search, within } from "../../static/js/map/accounts.js";
import { near, scaleOf } from "../../static/js/map/near.js";

const ALL = new Set(["public", "external", "in-org", "blocked"]);

/* Six accounts in two units, 3 abreast; a vendor; what each trusts. */
const packed = {
  units: { id: ["r", "ou-1"], name: ["Root", "Data"], ground: [[0, 0, 10, 6, 3], [100, 0, 10, 6, 3]] },
  accounts: {
    id: ["100000000000", "100000000001", "100000000002", "200000000000", "200000000001", "200000000002"],
    name: ["pay", "menu", "<b>x</b>", "lake", "pay-test", ""],
    unit: [0, 0, 0, 1, 1, 1], place: [0, 1, 3, 0, 1, 2], heat: [0, 1, 0, 0, 0, 0], reading: [0, 1, 2, 0, 0, 0],
  },
  heats: ["", "external"], readings: ["complete", "partial", "unread"],
  parties: { id: ["tanuki"], group: ["vendors"], name: ["Tanuki"], note: ["338812907744"] },
  // 1>0, then 0>1, 6>1, then 3>4.
  edges: { to: [0, 1, 0, 3], from: [1, 0, 6, 3], hold: [0, 0, 1, 0] },
  holds: [[{ "in-org": 2 }, {}, {}], [{ external: 1 }, { public: 1 }, {}]],
};
const picture = {
  territories: [
    { id: "unit:r", unit: "r", name: "Root", depth: 0, size: 6, x: -20, y: -20, w: 200, h: 80 },
    { id: "unit:ou-1", unit: "ou-1", name: "Data", depth: 1, size: 3, x: 90, y: -10, w: 60, h: 40 },
  ],
  cells: [{ x: 5, y: 5, heat: "external", reading: "partial" }, { x: 105, y: 5, heat: "", reading: "complete" }],
};
const graph = expand(packed);
const everything = { x1: -1e6, y1: -1e6, x2: 1e6, y2: 1e6 };

function drawn(more = {}) {
  return near(graph, picture, { screen: everything, extent: everything, zoom: 1, scale: 15, on: ALL, ...more });
}

function ids(elements) {
  return elements.map((each) => each.data.id);
}

/* Many accounts in one unit, nobody trusted. */
function crowd(count) {
  const all = Array.from({ length: count }, (_, each) => each);
  return expand({
    ...packed, accounts: {
      id: all.map((each) => String(1e11 + each)), name: all.map(() => "crowd"), unit: all.map(() => 0), place: all, heat: all.map(() => 0), reading: all.map(() => 0),
    }, edges: { to: [], from: [], hold: [] },
  });
}

test("columns are read back as edges of accounts and parties", () => {
  assert.deepEqual([...graph.from].map((_, edge) => edgeOf(graph, edge).id), [
    "100000000001>100000000000", "100000000000>100000000001", "tanuki>100000000001", "200000000000>200000000001",
  ]);
  assert.deepEqual(edgeOf(graph, 2).held, { external: 1 });
  assert.deepEqual(edgeOf(graph, 2).blocked, { public: 1 });
});

test("the account that is nearest to a point is found", () => {
  assert.equal(nearest(graph, { x: 99, y: 2 }), 3);
  assert.equal(nearest(graph, { x: 1, y: 5 }), 2);
});

test("who comes among accounts sees as many of them as a screen holds", () => {
  const many = crowd(30); // 3 abreast, 10 apart, in rows of 6
  const [middle, narrow] = [{ x: 10, y: 24.75 }, { wide: 20, high: 24 }];
  assert.deepEqual(amid(many, 13, { wide: 1000, high: 1000 }), middle);
  assert.deepEqual(amid(many, 0, narrow), { x: 5, y: 4.5 });
  assert.deepEqual(amid(many, 29, narrow), { x: 15, y: 45 });
  assert.deepEqual(amid(many, 13, narrow), { x: 10, y: 24 });
});

test("a unit's name stays in sight while there is room for it in the unit", () => {
  const named = (y1) => drawn({ screen: { x1: 0, y1, x2: 500, y2: y1 + 200 } }).filter((each) => each.data.id === "name:unit:r");
  assert.ok(named(300)[0].position.y > 300);
  assert.deepEqual(named(890), []); // the unit ends at 900
});

test("an account stands in its place of its unit's ground", () => {
  assert.deepEqual([...graph.x], [0, 10, 0, 100, 110, 120]);
  assert.deepEqual([...graph.y], [0, 0, 6, 0, 0, 0]);
});

test("each end knows its edges, in and out", () => {
  assert.deepEqual([...at(graph.into, 1)], [1, 2]);
  assert.deepEqual([...at(graph.outOf, 6)], [2]);
  assert.deepEqual([...at(graph.into, 5)], []);
});

test("what is in a box is found, unless it is too much", () => {
  assert.deepEqual(within(graph, { x1: -1, y1: -1, x2: 11, y2: 1 }, 9), [0, 1]);
  assert.equal(within(graph, everything, 5), null);
});

test("a search finds names and ids by every word", () => {
  assert.deepEqual(search(graph, "PAY"), [0, 4]);
  assert.deepEqual(search(graph, "pay 2000"), [4]);
  assert.deepEqual(search(graph, " "), []);
});

test("from near, accounts stand with name and id, as wide apart as a name needs", () => {
  assert.equal(scaleOf(graph), 15);
  const lake = drawn().find((each) => each.data.id === "200000000000");
  assert.deepEqual(lake.position, { x: 1500, y: 0 });
  assert.ok(ids(drawn()).includes("name:200000000000"));
  assert.ok(ids(drawn()).includes("id:200000000000"));
});

test("a name is text, whoever wrote it", () => {
  assert.equal(drawn().find((each) => each.data.id === "name:100000000002").data.label, "<b>x</b>");
});

test("an account without a name is called by its id", () => {
  assert.equal(drawn().find((each) => each.data.id === "name:200000000002").data.label, "200000000002");
});

test("where names would be too small, only the places are drawn", () => {
  assert.ok(!ids(drawn({ zoom: 0.3 })).includes("name:200000000000"));
  assert.ok(ids(drawn({ zoom: 0.3 })).includes("200000000000"));
});

test("never more than a thousand elements are in sight", () => {
  for (const count of [100, 160, 161, 600]) {
    const elements = near(crowd(count), picture, { screen: everything, extent: everything, zoom: 1, scale: 15, on: ALL });
    assert.ok(elements.length <= 1000, `${count}: ${elements.length}`);
    assert.ok(ids(elements).includes(String(1e11)));
  }
  const cells = near(crowd(601), picture, { screen: everything, extent: everything, zoom: 1, scale: 15, on: ALL });
  assert.ok(!ids(cells).includes(String(1e11)));
  assert.ok(ids(cells).includes("cell:0"));
});

test("edges join those in sight, as far as the legend leaves them", () => {
  assert.equal(drawn().filter((each) => each.group === "edges").length, 3);
  assert.equal(drawn({ on: new Set(["external"]) }).filter((each) => each.group === "edges").length, 0);
});

test("an opened account has whom it trusts on its left, and who trusts it on its right", () => {
  const elements = drawn({ opened: 1 });
  const guests = elements.filter((each) => each.classes?.includes("guest ")||each.classes?.endsWith("guest"));
  assert.deepEqual(guests.map((each) => each.data.id), [
    "guest:source:tanuki", "guest:source:100000000000", "guest:target:100000000000",
  ]);
  const opened = 10 * 15;
  assert.deepEqual(guests.map((each) => Math.sign(each.position.x - opened)), [-1, -1, 1]);
  const label = elements.find((each) => each.data.id === "name:guest:source:tanuki").data.label;
  assert.equal(label, "Tanuki\n338812907744");
});

test("beside an opened account only those around it bear names", () => {
  const names = (opened) => drawn({ opened }).filter((each) => each.classes?.includes("town-name")).map((each) => each.data.id);
  assert.deepEqual(names(1), ["name:100000000001"]);
  assert.ok(names(null).length > 3);
});

test("of many guests some are drawn and the rest is counted", () => {
  const many = crowd(101);
  const all = Array.from({ length: 100 }, (_, each) => each + 1);
  const popular = expand({
    ...packed,
    accounts: { id: many.ends.slice(0, 101), name: many.names.slice(0, 101), unit: all.map(() => 0).concat(0), place: [0, ...all], heat: [0, ...all.map(() => 0)], reading: [0, ...all.map(() => 0)] },
    edges: { to: all.map(() => 0), from: [1, ...all.slice(1).map(() => 1)], hold: all.map(() => 0) },
  });
  const elements = near(popular, picture, { screen: everything, extent: everything, zoom: 1, scale: 15, on: ALL, opened: 0 });
  assert.equal(elements.filter((each) => each.classes?.includes("guest ")||each.classes?.endsWith("guest")).length, 40);
  assert.equal(elements.find((each) => each.data.id === "more:source").data.label, "+60");
});

test("what was not read whole shows beside what is granted, from near and from afar", () => {
  const classes = (elements, id) => elements.find((each) => each.data.id === id).classes.split(" ");
  const accounts = drawn();
  assert.ok(!classes(accounts, "100000000000").includes("partial"));
  for (const word of ["partial", "hot", "external"]) assert.ok(classes(accounts, "100000000001").includes(word));
  for (const word of ["unread", "hot", "cool"]) assert.ok(classes(accounts, "100000000002").includes(word));
  const cells = near(crowd(601), picture, { screen: everything, extent: everything, zoom: 1, scale: 15, on: ALL });
  for (const word of ["external", "unsure"]) assert.ok(classes(cells, "cell:0").includes(word));
  assert.ok(!classes(cells, "cell:1").includes("unsure"));
});
