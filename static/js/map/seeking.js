/* The map's search: what is typed narrows what is named here, and finds beside it whatever
   was read: a role, an ARN, a tag, an owner. */

import { Finder } from "../reach/finder.js";
import { standing } from "./stands.js";

/* Return what to do with a place that was found: our account is shown, a unit is opened,
   who stands outside is sought by name. What has no place here is asked of the server. */
export function deedOf({ key, name, account, at }, { isDrawn, nameOf }) {
  const isHome = at.some((id) => id.startsWith("unit:"));
  if (account && isHome) return ["visit", account];
  if (isHome) return ["open", at[0].slice("unit:".length)];
  const id = standing(at, isDrawn);
  if (id === null) return ["ask", key];
  return ["seek", /^(rest|all):/.test(id) ? name || key : nameOf(id)];
}

/* Find as one types, and do with what is taken what there is to do. */
export function seeking(field, url, say, { sight, ...deeds }) {
  const ask = (key) => {
    field.value = key;
    field.form.requestSubmit();
  };
  return new Finder(field, url, say, (place) => {
    const [deed, value] = deedOf(place, sight);
    field.value = field.defaultValue;
    field.dispatchEvent(new Event("input", { bubbles: true })); // nothing is typed any more
    ({ ask, ...deeds })[deed](value);
  });
}
