/* What can be done with one thing on the map: a menu, by pointer or by keys. */

export class Menu {
  constructor(element, act) {
    this.element = element;
    this.target = null;
    this.back = null;
    element.addEventListener("click", (event) => {
      const item = event.target.closest("[data-act]");
      if (!item) return;
      const { target } = this;
      this.close();
      act(item.dataset.act, target);
    });
    element.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("pointerdown", (event) => {
      if (!element.contains(event.target)) this.close(false);
    });
  }

  /* Open it for { id, from, to, url, name, names } at a point of the window. */
  open(target, { x, y }) {
    this.target = target;
    this.back = document.activeElement;
    this.element.querySelector("[data-title]").textContent = target.name;
    for (const item of this.items()) {
      item.hidden = !this.fits(item.dataset.act);
      const which = item.querySelector("[data-end]");
      if (which) which.textContent = target.names[item.dataset.act] ?? "";
    }
    this.element.hidden = false;
    const { width, height } = this.element.getBoundingClientRect();
    this.element.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
    this.element.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
    this.shown()[0]?.focus();
  }

  fits(act) {
    if (act === "from") return Boolean(this.target.from);
    if (act === "to") return Boolean(this.target.to);
    if (act === "page") return Boolean(this.target.url);
    return true;
  }

  items() {
    return [...this.element.querySelectorAll("[data-act]")];
  }

  shown() {
    return this.items().filter((item) => !item.hidden);
  }

  key(event) {
    const items = this.shown();
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) items.at(to % items.length).focus();
    else if (event.key === "Escape" || event.key === "Tab") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  close(giveBack = true) {
    if (this.element.hidden) return;
    this.element.hidden = true;
    if (giveBack) this.back?.focus({ preventScroll: true });
  }
}
