import assert from "node:assert/strict";
import { test } from "node:test";

import { aboutOf, endsOf, textsOf, urlOf } from "../../static/js/map/addresses.js";
import { inSight } from "../../static/js/map/filters.js";
import { dropEmpty, filtered, isHere, isWithin, own, withKinds, words } from "../../static/js/map/words.js";

const ALL = ["public", "external", "blocked"];
const said = (on, blocked) => new URLSearchParams(words(new Set(on), ALL, blocked)).toString();

test("boxes that are all on say nothing, and each that is off is said", () => {
  assert.equal(said(ALL), "");
  assert.equal(said(["external", "blocked"]), "verdict=external");
  assert.equal(said(["public", "external"]), "blocked=no");
  assert.equal(said(ALL, "yes"), "blocked=yes");
});

test("no box at all is no verdict of the map, never every verdict", () => {
  assert.equal(said(["blocked"]), "verdict=same-account");
});

test("an address keeps its other words, and begins at its first page", () => {
  const found = filtered(new URLSearchParams("unit=ou-1&verdict=public&page=3"), [["verdict", "external"]]);
  assert.equal(found.toString(), "unit=ou-1&verdict=external");
  assert.deepEqual(own(new URLSearchParams("unit=ou-1&blocked=no")), [["blocked", "no"]]);
});

test("kinds of change are said unless all are on, or none is", () => {
  const kinds = (...on) => withKinds("/?before=2026-11-01&change=removed", on, 3);
  assert.equal(kinds("added", "same"), "/?before=2026-11-01&change=added&change=same");
  assert.equal(kinds("added", "removed", "same"), "/?before=2026-11-01");
  assert.equal(kinds(), "/?before=2026-11-01");
});

test("fields that nobody filled in are left out of the address", () => {
  const said = new FormData();
  for (const [name, value] of [["search", ""], ["flag", ""], ["flag", "wide"], ["level", "read"], ["flag", "old"]]) {
    said.append(name, value);
  }
  dropEmpty(said);
  assert.equal(new URLSearchParams(said).toString(), "flag=wide&flag=old&level=read");
});

test("only an address of this very page keeps what is behind the sign", () => {
  const map = { pathname: "/" };
  assert.deepEqual(["/?level=read", "?change=added", "/", "/grants/?level=read"].map((each) => isHere(each, map)), [true, true, true, false]);
});

test("what was not drawn needs another picture", () => {
  assert.ok(isWithin(new Set(["public"]), new Set(ALL)));
  assert.ok(!isWithin(new Set(ALL), new Set(["public"])));
});

const picture = {
  territories: [{ id: "unit:ou-1", name: "Data" }],
  towns: [{ id: "111111111111", name: "data-lake" }],
  parties: [{ id: "rest:vendors", name: "2 more", note: "Vendors", members: ["222222222222", "333333333333"] }],
  edges: [
    { id: "rest:vendors>111111111111", source: "rest:vendors", target: "111111111111", parts: [] },
    { id: "111111111111>unit:ou-1", source: "111111111111", target: "unit:ou-1", parts: ["111111111111>444444444444"] },
  ],
  gathered: [{ id: "111111111111>444444444444", source: "111111111111", target: "444444444444" }],
};

test("every edge that is drawn has an address, listed or not", () => {
  assert.equal(urlOf(picture, "rest:vendors>111111111111", "/e?a=1"), "/e?a=1&from=222222222222&from=333333333333&to=111111111111");
  const back = { id: "111111111111>rest:vendors", source: "111111111111", target: "rest:vendors", parts: [] };
  assert.equal(urlOf({ ...picture, edges: [back] }, back.id, "/e"), "/e?from=111111111111&to=222222222222&to=333333333333");
  assert.equal(urlOf(picture, "111111111111>unit:ou-1", "/e"), "/e?from=111111111111&to=444444444444");
  assert.equal(urlOf(picture, "111111111111>444444444444", "/e"), "/e?from=111111111111&to=444444444444");
  assert.equal(urlOf(picture, "nobody>111111111111", "/e"), "");
});

test("an edge is searched by the names of its ends", () => {
  const [source, target] = textsOf(picture)(picture.edges[0]);
  assert.match(source, /Vendors/);
  assert.match(target, /data-lake/);
});

test("the name of an edge tells its ends, and no other name does", () => {
  assert.deepEqual(endsOf("a>b"), { source: "a", target: "b" });
  assert.equal(endsOf("a"), null);
});

test("in sight is what is left, not what the list has room for", () => {
  const edges = new Map([...picture.edges, ...picture.gathered].map((each) => [each.id, each]));
  assert.deepEqual(inSight(edges, new Set()), { shown: 2, all: 2 });
  assert.deepEqual(inSight(edges, new Set(["rest:vendors>111111111111"])), { shown: 1, all: 2 });
  assert.deepEqual(inSight(edges, new Set(), picture.edges[1]), { shown: 1, all: 1 });
});

test("a place that stands for several tells who they are", () => {
  const urls = { account: "/map/account/000000000000?a=1", parties: "/map/parties" };
  assert.equal(aboutOf(picture, "rest:vendors", urls), "/map/parties?party=222222222222&party=333333333333");
  assert.equal(aboutOf(picture, "222222222222", urls), "/map/account/222222222222?a=1");
});
