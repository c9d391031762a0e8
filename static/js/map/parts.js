/* The parts of the page that the map fills. */

const part = (id) => document.getElementById(id);

export const page = part("main");
export const canvas = part("picture");
export const detail = part("detail");
export const content = part("detail-content");
export const said = part("said");
export const search = part("map-search");
export const marks = part("marks");
export const none = part("none-left");
const heading = part("edge-heading");
const ofAll = part("of-all");
export const legendForm = document.querySelector(".panel.left");
// The server looked for this already, and farther than names.
export const asked = search.defaultValue;

/* Say how many edges are in sight of all, and what is marked. */
export function report({ hide, pin, only, search: typed }, isMarked, { shown, all }) {
  marks.hidden = !isMarked;
  ofAll.hidden = !isMarked && !typed;
  for (const [name, value] of Object.entries({ hide: hide.size, pin: pin.size, only })) {
    const mark = marks.querySelector(`[data-mark=${name}]`);
    mark.hidden = !value;
    mark.querySelector("strong").textContent = value;
  }
  const [some, whole] = [shown, all].map((each) => each.toLocaleString("en"));
  const part = shown < all && heading.dataset.part.replace("{shown}", some).replace("{all}", whole);
  heading.textContent = part || heading.dataset.whole;
  said.textContent = part || said.dataset.template.replace("%s", some);
  none.hidden = shown > 0 || all === 0;
}

/* Say how many places are offered, beside how many edges are in sight: neither hides the other. */
export function sayFound(text) {
  part("offered").textContent = text;
}

/* The list beside the picture is still true, and stays. */
export function notDrawn(error) {
  part("not-drawn").hidden = false;
  console.warn(error);
}

/* Offer what can be done with an edge or an account; an answer is neither. */
export function offerDeeds({ edge, account }) {
  detail.querySelector("[data-more]").hidden = !edge && !account;
}

/* Offer to unfold what the panel tells, where there is a picture. */
export function offerToUnfold(isDrawn) {
  for (const each of content.querySelectorAll("[data-expand]")) each.hidden = !isDrawn;
}
