import assert from "node:assert/strict";
import { test } from "node:test";

import { over } from "../../static/js/map/colours.js";

test("a share of a colour lies between it and its ground", () => {
  assert.equal(over("#000000", "#ffffff", 0.35), "#a6a6a6");
  assert.equal(over("#86298c", "#f9faf9", 1), "#86298c");
  assert.equal(over("#86298c", "#F9FAF9", 0), "#f9faf9");
});
