/* The parts of the page that the map fills. */

const part = (id) => document.getElementById(id);

export const page = part("main");
export const canvas = part("picture");
export const detail = part("detail");
export const content = part("detail-content");
export const said = part("said");
export const search = part("map-search");
export const marks = part("marks");
export const kept = part("not-in-files");
export const legendForm = document.querySelector(".panel.left");
// The server looked for this already, and farther than names.
export const asked = search.defaultValue;

/* Say how many edges are in sight, and what is marked and so in no file. */
export function report({ hide, search: typed }, isMarked, count) {
  marks.hidden = !isMarked;
  kept.hidden = !isMarked && !typed;
  marks.querySelector("[data-hidden]").textContent = hide.size;
  said.textContent = said.dataset.template.replace("%s", count);
}

/* Offer what can be done with an edge or an account; an answer is neither. */
export function offerDeeds({ edge, account }) {
  detail.querySelector("[data-more]").hidden = !edge && !account;
}

/* Offer to unfold what the panel tells, where there is a picture. */
export function offerToUnfold(isDrawn) {
  for (const each of content.querySelectorAll("[data-expand]")) each.hidden = !isDrawn;
}
