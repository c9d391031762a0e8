/* What an edge of the picture is called, and where its grants are: also of an edge that
   the list beside it is too short for. Pure. */

import { withWords } from "./state.js";

/* Return the address of an edge's grants, as the server writes it in the list. */
export function urlOf(picture, id, url) {
  const edge = drawn(picture, id);
  if (!edge) return "";
  const behind = (end) => {
    const members = picture.parties.find((each) => each.id === end)?.members;
    return members?.length ? members : [end];
  };
  const targets = edge.parts?.length ? edge.parts.map((part) => part.split(">").at(-1)) : behind(edge.target);
  const words = [...behind(edge.source).map((each) => ["from", each]), ...targets.map((each) => ["to", each])];
  return withWords(url, new URLSearchParams(words).toString());
}

function drawn({ edges, gathered = [] }, id) {
  return edges.find((each) => each.id === id) ?? gathered.find((each) => each.id === id);
}

/* Return what a search looks through: names and small words of both ends of an edge. */
export function textsOf(picture) {
  const names = new Map();
  for (const { id, name, note = "" } of [...picture.territories, ...picture.parties, ...picture.towns]) {
    names.set(id, `${name}\n${note}\n${id}`);
  }
  return ({ source, target }) => [names.get(source) ?? source, names.get(target) ?? target];
}

/* Return the two ends of an edge that is known by its name alone. */
export function endsOf(id) {
  const [source, target, ...more] = id.split(">");
  return target && !more.length ? { source, target } : null;
}

/* Return where one learns about a place: an account, or who several are that stand there. */
export function aboutOf(picture, id, { account, parties }) {
  const members = picture?.parties.find((each) => each.id === id)?.members ?? [];
  if (!id.startsWith("rest:")) return account.replace("0".repeat(12), id);
  return withWords(parties, new URLSearchParams(members.map((each) => ["party", each])).toString());
}
