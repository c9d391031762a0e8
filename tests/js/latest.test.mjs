import assert from "node:assert/strict";
import { test } from "node:test";

import { least } from "../../static/js/reach/finder.js";
import { Latest } from "../../static/js/reach/latest.js";

test("one letter of Japanese is looked for, and two of ASCII", () => {
  assert.deepEqual(["a", "1", "本"].map(least), [2, 2, 1]);
});

/* One who answers when told to. */
function slow() {
  const asked = [];
  const ask = (text) => new Promise((answer) => asked.push([text, answer]));
  const shown = [];
  const latest = new Latest(ask, (found) => shown.push(found));
  const settle = async (at, found) => {
    asked[at][1](found);
    await new Promise(setImmediate);
  };
  return { asked, shown, latest, settle };
}

test("the first letters are asked for at once", () => {
  const { asked, latest } = slow();
  latest.want("pa");
  assert.deepEqual(asked.map(([text]) => text), ["pa"]);
});

test("what is typed meanwhile is asked for once, and only that is shown", async () => {
  const { asked, shown, latest, settle } = slow();
  for (const text of ["pa", "pay", "paym"]) latest.want(text);
  await settle(0, "of pa");
  assert.deepEqual(asked.map(([text]) => text), ["pa", "paym"]);
  assert.deepEqual(shown, []);
  await settle(1, "of paym");
  assert.deepEqual(shown, ["of paym"]);
  latest.want("x");
  assert.equal(asked.length, 3);
});

test("an answer that nobody wants any more is not shown", async () => {
  const { shown, latest, settle } = slow();
  latest.want("pa");
  latest.want(null);
  await settle(0, "of pa");
  assert.deepEqual(shown, []);
});
