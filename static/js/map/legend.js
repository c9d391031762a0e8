/* The legend is the filter: its boxes, and the words of the address that say the same.

   What the server drew is of the boxes that were on then. A box that is switched off
   leaves less of it; one that is switched on needs another picture. */

import { carryMarks } from "./taken.js";
import { dropEmpty, filtered, isHere, isWithin, own, withKinds, words } from "./words.js";

export class Legend {
  constructor(form, { state, drawn, go }) {
    this.form = form;
    this.boxes = [...form.querySelectorAll("[data-verdict]")];
    // A browser that comes back keeps what was ticked; the picture is of what was asked.
    for (const box of this.boxes) box.checked = box.defaultChecked;
    this.kinds = [...form.querySelectorAll("[data-change]")];
    for (const box of this.kinds) {
      box.checked = box.defaultChecked;
      box.addEventListener("change", () => this.compare());
    }
    this.loaded = this.on();
    this.asked = new URLSearchParams(location.search);
    for (const box of this.boxes) box.addEventListener("change", () => this.changed());
    this.tell = { drawn, go };
    // Whatever is sent or followed from here says what is in sight.
    document.addEventListener("click", (event) => this.keep(event), true);
    document.addEventListener("submit", (event) => this.send(event), true);
    document.addEventListener("formdata", ({ target, formData }) => {
      if (target.matches("[data-keeps][method=get]")) dropEmpty(formData);
    });
    carryMarks(state);
  }

  on() {
    return new Set(this.boxes.filter((box) => box.checked).map((box) => box.dataset.verdict));
  }

  /* Switch on these and no others. */
  only(names) {
    for (const box of this.boxes) box.checked = names.has(box.dataset.verdict);
    this.changed();
  }

  /* Switch on what was loaded again. */
  reset() {
    this.only(this.loaded);
  }

  changed() {
    if (isWithin(this.on(), this.loaded)) this.tell.drawn();
    else this.tell.go(this.address());
  }

  /* Show other kinds of change: an edge does not tell which of its grants those are. */
  compare() {
    const on = this.kinds.filter((box) => box.checked).map((box) => box.dataset.change);
    this.tell.go(withKinds(this.address(), on, this.kinds.length));
  }

  /* Return the address of the map with what is in sight. */
  address() {
    return `${location.pathname}${this.into(location.search)}`;
  }

  /* Return an address with the verdicts that are on in place of its own. */
  into(url) {
    const [path, said = ""] = url.split("?");
    const found = filtered(new URLSearchParams(said), this.words()).toString();
    return found ? `${path}?${found}` : path;
  }

  words() {
    const on = this.on();
    if (on.size === this.loaded.size && isWithin(on, this.loaded)) return own(this.asked);
    return words(on, this.boxes.map((box) => box.dataset.verdict), this.asked.get("blocked"));
  }

  keep(event) {
    const link = event.target.closest?.("a[data-keeps], :not(form)[data-keeps] a, .chips a");
    if (!link) return;
    const [url] = link.getAttribute("href").split("#");
    const to = link.closest(".chips") ? url : this.into(url); // a chip takes a word out
    link.setAttribute("href", isHere(to, location) ? `${to}${location.hash}` : to);
  }

  /* Fill in a form what its hidden fields said when the page was made. */
  send({ target: form }) {
    if (!form.matches("[data-keeps]")) return;
    const query = form.elements.namedItem("query");
    if (query) {
      query.value = this.into(`?${query.value}`).slice(1);
      return;
    }
    // What is hidden or pinned stands behind the #, which a form leaves where it is.
    const to = form.getAttribute("action").split("#")[0];
    if (isHere(to, location)) form.setAttribute("action", `${to}${location.hash}`);
    for (const each of form.querySelectorAll("[type=hidden][name=verdict], [type=hidden][name=blocked]")) each.remove();
    for (const [name, value] of this.words()) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
  }
}
