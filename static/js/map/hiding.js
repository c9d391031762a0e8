/* Which places stand on the picture: what is hidden goes, with all that is written about
   it; beside what stands alone, accounts step back and nobody else waits outside. Pure. */

import { isGone } from "./state.js";

export function standingIn(picture, left, marks) {
  const { pin, only } = marks;
  // What is pinned stays in the list; a line needs both its ends.
  const edges = left.filter((edge) => !isGone(edge.source, marks) && !isGone(edge.target, marks));
  const ends = new Set([only, ...edges.flatMap((edge) => [edge.source, edge.target])]);
  const isBeside = ({ id }) => only !== "" && !ends.has(id) && !pin.has(id);
  const parties = picture.parties.filter((each) => !isGone(each.id, marks) && !isBeside(each));
  const groups = new Set(parties.map((each) => `group:${each.group}`));
  return {
    ...picture,
    edges,
    parties,
    groups: picture.groups.filter((each) => groups.has(each.id)),
    towns: picture.towns.map((each) => ({ ...each, isGone: isGone(each.id, marks), isBeside: isBeside(each) })),
  };
}
