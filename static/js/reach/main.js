/* The questions page: places are found as one types; without scripts it is a form. */

import { Finder } from "./finder.js";

const form = document.querySelector("form.ask");
const said = form.querySelector("[data-said]");

for (const input of form.querySelectorAll("input[type=search]")) {
  new Finder(input, form.dataset.search, (text) => { said.textContent = text; });
}

document.addEventListener("keydown", (event) => {
  const types = event.target.closest("input, textarea, select");
  if (event.key !== "/" || types || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  form.querySelector("input").focus();
});
