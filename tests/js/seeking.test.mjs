import assert from "node:assert/strict";
import { test } from "node:test";

import { deedOf } from "../../static/js/map/seeking.js";

const sight = { isDrawn: (id) => ["338812907744", "all:services"].includes(id), nameOf: (id) => `Tanuki ${id}` };
const place = (more) => ({ key: "k", name: "", account: "", at: [], ...more });

test("an account of ours is shown, and so is the account of a role", () => {
  const at = ["204411803391", "unit:ou-1", "unit:r-1"];
  assert.deepEqual(deedOf(place({ account: "204411803391", at }), sight), ["visit", "204411803391"]);
  const role = place({ key: "arn:aws:iam::204411803391:role/x", name: "x", account: "204411803391", at });
  assert.deepEqual(deedOf(role, sight), ["visit", "204411803391"]);
});

test("a unit is opened", () => {
  assert.deepEqual(deedOf(place({ at: ["unit:ou-1", "unit:r-1"] }), sight), ["open", "ou-1"]);
});

test("who stands outside is sought by the name on the map, also where many stand as one", () => {
  const vendor = place({ account: "338812907744", at: ["338812907744", "rest:vendors"] });
  assert.deepEqual(deedOf(vendor, sight), ["seek", "Tanuki 338812907744"]);
  const service = place({ key: "lambda.amazonaws.com", name: "Lambda", at: ["lambda.amazonaws.com", "all:services"] });
  assert.deepEqual(deedOf(service, sight), ["seek", "Lambda"]);
});

test("what has no place on the map is asked of the server", () => {
  assert.deepEqual(deedOf(place({ key: "905518220463", at: ["905518220463"] }), sight), ["ask", "905518220463"]);
});
