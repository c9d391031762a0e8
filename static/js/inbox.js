// Keys of the inbox. Everything they do is a link or a button on the page; nothing here
// decides by itself, and without this file everything still works.

import { areOn, unfold } from "./keys.js";

function isTyping(target) {
  return Boolean(target.closest("input:not([type=radio], [type=checkbox]), textarea, select"));
}

// The first field that a button needs and that is still empty; null if nothing lacks.
function lacking(button) {
  const names = (button.dataset.needs ?? "").split(" ").filter(Boolean);
  const fields = names.map((name) => document.getElementById(`id_${name}`));
  return fields.find((field) => field && field.value.trim() === "") ?? null;
}

function follow(element) {
  const field = lacking(element);
  if (element.dataset.key === "p") {
    const policy = document.getElementById("policy");
    policy.open = !policy.open;
    policy.querySelector("summary").focus();
  } else if (field) {
    field.closest("details")?.setAttribute("open", "");
    field.focus();
  } else {
    element.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isTyping(event.target)) {
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (!areOn()) return;
  if (event.key === "?") {
    unfold();
    return;
  }
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  follow(wanted);
});

// On a wide page there is room for the policy at once; on a phone it is one tap away.
const policy = document.querySelector("#policy[data-opens]");
if (policy && window.matchMedia("(min-width: 761px)").matches) policy.open = true;
