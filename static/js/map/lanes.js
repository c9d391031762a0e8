/* The ways between accounts that stand in rows: beside the columns and above the rows,
   where no name is. Pure. */

const ABOVE = 0.32; // of a row's height: between the ids of the row above and the towns

/* Return the points from one account to another; each stands at ``x`` and ``y``, ``wide``
   from the next in its row and ``high`` from the next row. */
export function lane(from, to) {
  const side = Math.sign(to.x - from.x);
  const out = from.x + (side || 1) * from.wide / 2;
  const into = to.x - (side || -1) * to.wide / 2;
  const below = from.y > to.y ? from : to;
  const along = below.y - ABOVE * below.high;
  const near = Math.abs(out - into) < 1;
  if (near && from.y === to.y && side) return [[from.x, from.y], [to.x, to.y]];
  const across = near ? [] : [[out, along], [into, along]];
  return [[from.x, from.y], [out, from.y], ...across, [near ? out : into, to.y], [to.x, to.y]];
}
