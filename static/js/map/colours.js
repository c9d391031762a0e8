/* Colours that the tokens do not have. Pure. */

/* Return so much of one colour over another, both as #rrggbb.

   Where lines lie on each other, faint ones add up to a strong one; pale ones do not. */
export function over(colour, ground, share) {
  const parts = (text) => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16));
  const [above, below] = [parts(colour), parts(ground)];
  const mixed = above.map((part, at) => Math.round(part * share + below[at] * (1 - share)));
  return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
