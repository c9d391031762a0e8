import assert from "node:assert/strict";
import { test } from "node:test";

import { read } from "../../static/js/map/state.js";
import { withMarks } from "../../static/js/map/taken.js";

test("a file is asked for with what was typed, hidden and left alone", () => {
  const state = read("#search=tanuki+b&hide=a&hide=c%26d&only=e&pin=f&edge=x");
  assert.equal(
    withMarks("/map/export/csv?verdict=public", state),
    "/map/export/csv?verdict=public&typed=tanuki+b&only=e&hide=a&hide=c%26d&pin=f",
  );
});

test("what was marked before and is no longer leaves the address again", () => {
  const once = withMarks("/map/export/csv?unit=ou-1", read("#search=a&hide=b"));
  assert.equal(withMarks(once, read("")), "/map/export/csv?unit=ou-1");
  assert.equal(withMarks("/map/export/csv", read("")), "/map/export/csv");
});
