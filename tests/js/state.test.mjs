import assert from "node:assert/strict";
import { test } from "node:test";

import { metOnMap, onMap, targetOf } from "../../static/js/map/stands.js";
import { standingIn } from "../../static/js/map/hiding.js";
import { isMarked, read, stays, toggled, unmarked, withLines, withUnit, write } from "../../static/js/map/state.js";

const edge = { id: "tanuki>pay", source: "tanuki", target: "pay", parts: [] };
const none = unmarked();

test("what is chosen, asked and hidden survives the address", () => {
  const state = { ...read(""), from: "338812907744", to: "SAML:a&b", way: "2", hide: new Set(["a", "b c"]), without: new Set(["chain"]) };
  assert.deepEqual(read(`#${write(state)}`), state);
  assert.equal(write(read("")), "");
});

test("an edge is hidden by its name and by either end", () => {
  for (const name of [edge.id, "tanuki", "pay"]) {
    assert.equal(stays(edge, { ...none, hide: new Set([name]) }), false);
  }
  assert.ok(stays(edge, { ...none, hide: new Set(["kumo"]) }));
});

test("only this leaves nothing else, but what is pinned", () => {
  assert.equal(stays(edge, { ...none, only: "kumo" }), false);
  assert.ok(stays(edge, { ...none, only: "pay" }));
  assert.ok(stays(edge, { ...none, only: "kumo", hide: new Set(["pay"]), pin: new Set(["tanuki"]) }));
});

test("an edge is meant by the line that stands for it, too", () => {
  const picture = withLines({
    edges: [{ id: "audit>unit:root", parts: ["audit>pay"] }, { id: "kumo>pay", parts: [] }],
    gathered: [{ id: "audit>pay", source: "audit", target: "pay" }],
  });
  const [part] = picture.gathered;
  assert.equal(stays(part, { ...none, hide: new Set(["audit>unit:root"]) }), false);
  assert.ok(stays(part, { ...none, only: "audit>unit:root" }));
  assert.ok(stays(part, { ...none, only: "kumo", pin: new Set(["audit>unit:root"]) }));
  assert.equal(withLines({ edges: [] }).gathered.length, 0);
});

test("what is done twice is undone, and nothing else is touched", () => {
  const once = { ...none, ...toggled(none, "hide", "a") };
  assert.ok(isMarked(once));
  assert.ok(!none.hide.size);
  assert.ok(!isMarked({ ...once, ...toggled(once, "hide", "a") }));
  assert.equal(toggled({ ...none, only: "a" }, "only", "a").only, "");
});

test("opening a unit keeps the filters", () => {
  assert.equal(withUnit({ pathname: "/", search: "?level=write" }, "ou-1"), "/?level=write&unit=ou-1");
});

test("a way stops where something is drawn, once in each place", () => {
  const drawn = new Set(["tanuki", "pay", "unit:data"]);
  const way = [["tanuki"], ["pay", "unit:prod"], ["pay", "unit:prod"], ["lake", "unit:data"]];
  const found = onMap(way, (id) => drawn.has(id), [edge]);
  assert.deepEqual(found.stops, ["tanuki", "pay", "unit:data"]);
  assert.deepEqual(found.legs.map((leg) => leg.edge), [edge.id, null]);
});

test("a leg follows the line that stands for it", () => {
  const hub = { id: "audit>unit:prod", source: "audit", target: "unit:prod", parts: ["audit>pay"] };
  const found = onMap([["audit"], ["pay"]], () => true, [hub]);
  assert.deepEqual(found.legs, [{ from: "audit", to: "pay", edge: hub.id }]);
});

test("several that stand in one place are met there once", () => {
  const met = metOnMap([["a", "unit:x"], ["b", "unit:x"], ["c"]], (id) => id === "unit:x");
  assert.deepEqual(met, ["unit:x"]);
});

test("what stands for many has no end to ask about", () => {
  const edges = new Map([["all", { id: "all", source: "all:vendors", target: "pay" }]]);
  const towns = [{ id: "pay", url: "/accounts/pay/" }];
  assert.deepEqual(targetOf({ edge: "all" }, edges, towns), { id: "all", from: "", to: "pay", url: "/accounts/pay/" });
  assert.equal(targetOf({ edge: "gone" }, edges, towns), null);
  assert.equal(targetOf({ place: "pay" }, edges, towns).from, "pay");
});

const atlas = {
  parties: [{ id: "tanuki", group: "vendors" }, { id: "anyone", group: "public" }],
  groups: [{ id: "group:vendors" }, { id: "group:public" }],
  towns: [{ id: "pay" }, { id: "lake" }],
};

test("a place that is hidden goes, with the name of a group of which nobody is left", () => {
  const found = standingIn(atlas, [], { ...none, hide: new Set(["pay", "tanuki"]) });
  assert.deepEqual(found.towns.map((each) => each.isGone), [true, false]);
  assert.deepEqual(found.parties.map((each) => each.id), ["anyone"]);
  assert.deepEqual(found.groups.map((each) => each.id), ["group:public"]);
  const pinned = standingIn(atlas, [], { ...none, hide: new Set(["pay"]), pin: new Set(["pay"]) });
  assert.ok(!pinned.towns[0].isGone);
});

test("beside what stands alone accounts step back, and no stranger waits outside", () => {
  const found = standingIn(atlas, [edge], { ...none, only: "pay" });
  assert.deepEqual(found.towns.map((each) => each.isBeside), [false, true]);
  assert.deepEqual(found.parties.map((each) => each.id), ["tanuki"]);
});

test("an edge is not drawn of which an end is hidden, pinned as the other may be", () => {
  const marks = { ...none, hide: new Set(["pay"]), pin: new Set(["tanuki"]) };
  assert.ok(stays(edge, marks));
  assert.deepEqual(standingIn(atlas, [edge], marks).edges, []);
  assert.deepEqual(standingIn(atlas, [edge], { ...marks, pin: new Set(["pay"]) }).edges, [edge]);
});
