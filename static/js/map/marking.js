/* What stands out on the picture: the way that was asked for, else what is chosen. */

import { drawnAs } from "./filters.js";
import { answered } from "./stands.js";
import { trail } from "./trail.js";

export function markOn(drawing, { edges, left, hub, asking, chosen: { edge, account }, isUnfolded }) {
  const { answer } = asking;
  drawing.mark(answer ? null : edge ? drawnAs(edges, edge) : hub?.id ?? null);
  if (account && !answer && !isUnfolded) drawing.around(account);
  trail(drawing.cy, answered(answer, asking.way, (id) => drawing.has(id), left));
}
