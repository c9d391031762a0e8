/* A question asked on the map: two ends, an answer in the panel, a way on the picture. */

import { Finder } from "../reach/finder.js";
import { fill } from "./panel.js";

export class Asking {
  constructor(form, panel, { say, opened, drawn }) {
    this.form = form;
    this.panel = panel;
    this.tell = { opened, drawn };
    this.answer = null;
    this.way = 0;
    for (const input of form.querySelectorAll("input[type=search]")) {
      new Finder(input, form.dataset.search, say);
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    panel.addEventListener("click", (event) => {
      const shown = event.target.closest("[data-show]");
      if (shown) this.show(Number(shown.dataset.show));
      const place = event.target.closest("[data-side]");
      if (!place) return;
      // What was asked is asked again with it, also where only one end was said.
      this.form.elements[place.dataset.side].value = place.dataset.key;
      this.ask();
    });
  }

  /* Take one end; as soon as there are both, ask. */
  set(side, key) {
    this.form.elements[side].value = key;
    this.form.closest("details").open = true;
    if (this.form.elements.from.value && this.form.elements.to.value) this.ask();
    else this.form.elements[side === "from" ? "to" : "from"].focus();
  }

  /* Ask again what an address asked; say whether it asked anything. */
  restore({ from, to, by, without, way }) {
    if (!from && !to) return false;
    const { elements } = this.form;
    Object.assign(elements.from, { value: from });
    Object.assign(elements.to, { value: to });
    if (by) elements.by.value = by;
    for (const box of this.form.querySelectorAll("[name=without]")) box.checked = without.has(box.value);
    this.form.closest("details").open = true;
    this.ask(Number(way) || 0);
    return true;
  }

  /* Return what the address says of the question. */
  words() {
    if (this.answer === null) return { from: "", to: "", by: "", way: "", without: new Set() };
    const words = new FormData(this.form);
    const by = words.get("by");
    return {
      from: words.get("from"), to: words.get("to"), by: by === "permission" ? "" : by,
      way: this.way ? String(this.way) : "", without: new Set(words.getAll("without")),
    };
  }

  ask(way = 0) {
    const words = new URLSearchParams(new FormData(this.form));
    if (!words.get("from") && !words.get("to")) return;
    this.answer = {};
    this.tell.opened();
    fill(this.panel, `${this.form.getAttribute("action")}?${words}`, () => {
      const found = this.panel.querySelector("[data-answer]");
      if (!found || this.answer === null) return;
      const said = (text) => JSON.parse(text || "[]");
      this.answer = {
        asked: said(found.dataset.asked),
        met: said(found.dataset.met),
        ways: [...found.querySelectorAll("[data-way]")].map((each) => said(each.dataset.way)),
      };
      this.form.closest("details").open = false; // the answer says what was asked
      this.show(Math.min(way, Math.max(this.answer.ways.length - 1, 0)));
    });
  }

  show(number) {
    this.way = number;
    this.panel.querySelectorAll("[data-way]").forEach((each, at) => { each.hidden = at !== number; });
    for (const button of this.panel.querySelectorAll("[data-show]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.show) === number));
    }
    this.tell.drawn();
  }

  forget() {
    this.answer = null;
    this.way = 0;
  }
}
