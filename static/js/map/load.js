/* What the page draws from: the picture as the server laid it out, and the signs. */

import { withLines } from "./state.js";

export async function load({ elements, sprite }) {
  return Promise.all([
    fetch(elements).then(answered).then((reply) => reply.json()).then(withLines),
    fetch(sprite).then(answered).then((reply) => reply.text()),
  ]);
}

export function answered(reply) {
  if (!reply.ok) throw new Error(`${reply.url} answered ${reply.status}`);
  return reply;
}
