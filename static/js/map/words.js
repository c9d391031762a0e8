/* The boxes of the legend in the filter language of the server. Pure. */

const NOTHING = "same-account"; // no edge of the map has this verdict

/* Return the words that say which boxes are on; ``blocked`` is what the address said. */
export function words(on, all, blocked = null) {
  const verdicts = all.filter((each) => each !== "blocked");
  const left = verdicts.filter((each) => on.has(each));
  const found = [];
  if (left.length === 0) found.push(["verdict", NOTHING]);
  else if (left.length < verdicts.length) found.push(...left.map((each) => ["verdict", each]));
  if (!on.has("blocked")) found.push(["blocked", "no"]);
  else if (blocked === "yes") found.push(["blocked", "yes"]);
  return found;
}

/* Return what an address says of verdicts, and no more. */
export function own(params) {
  return [...params].filter(([name]) => name === "verdict" || name === "blocked");
}

/* Return the words of an address with these in place of its own. */
export function filtered(params, found) {
  const kept = [...params].filter(([name]) => !["verdict", "blocked", "page"].includes(name));
  return new URLSearchParams([...kept, ...found]);
}

/* Say whether all of ``some`` are among ``all``. */
export function isWithin(some, all) {
  return [...some].every((each) => all.has(each));
}

/* Return an address with the kinds of change that are on; of all, or of none, it need
   not speak: a comparison of nothing is nobody's question. */
export function withKinds(address, on, all) {
  const [path, said = ""] = address.split("?");
  const found = new URLSearchParams(said);
  found.delete("change");
  if (on.length < all) for (const each of on) found.append("change", each);
  return `${path}?${found}`;
}

/* Say whether an address leads to the page one is on, narrowed as it may be. */
export function isHere(address, { pathname }) {
  const [path] = address.split("?");
  return path === "" || path === pathname;
}

/* Take the fields out of a form's words that nobody filled in. */
export function dropEmpty(said) {
  for (const name of new Set(said.keys())) {
    const filled = said.getAll(name).filter((value) => value !== "");
    said.delete(name);
    for (const value of filled) said.append(name, value);
  }
}
