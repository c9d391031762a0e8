/* How near one is: the units of a large organization, accounts, or what is in one of them.
   Coming nearer goes down a level and going farther goes up; the switch does the same. */

import { bounds } from "./geometry.js";

const INSIDE = 2.2; // zoom at which an account opens
const OUTSIDE = 0.75; // of the zoom that shows all of an opened one
const REACH = 130; // px from where one looks to the account that is meant
const QUIET = 120; // ms without a move until one has arrived

export class Levels {
  constructor(controls, { drawing, closer, unfolding, picture, chosen }) {
    Object.assign(this, { controls, drawing, closer, unfolding, picture, chosen });
    this.isLarge = picture.view === "units";
    this.pointer = null;
    this.full = 0; // zoom that shows all of what is opened
    this.tried = ""; // too much to open, or away from where one looks
    this.timer = 0;
    const { cy } = drawing;
    const box = cy.container();
    box.addEventListener("mousemove", ({ offsetX: x, offsetY: y }) => { this.pointer = { x, y }; });
    box.addEventListener("mouseleave", () => { this.pointer = null; });
    cy.on("viewport", () => this.moved());
    controls.addEventListener("click", (event) => {
      const button = event.target.closest("[data-level]");
      if (button) this.go(button.dataset.level);
    });
    controls.querySelector("[data-level=units]").hidden = !this.isLarge;
    controls.hidden = false;
    this.tell();
  }

  get now() {
    if (this.unfolding.picture) return "things";
    return this.isLarge && !this.closer.isNear ? "units" : "accounts";
  }

  /* Say on the switch where one is. */
  tell() {
    for (const each of this.controls.querySelectorAll("[data-level]")) {
      each.setAttribute("aria-pressed", String(each.dataset.level === this.now));
    }
  }

  /* What was opened is in sight as a whole: farther than that is out of it. */
  arrived() {
    this.full = this.drawing.cy.zoom();
    this.tell();
  }

  go(level) {
    if (level === this.now) return;
    if (level === "things") this.enter(this.chosen() || this.nearest(null, Infinity));
    else if (level === "accounts" && this.isLarge) this.leave();
    else {
      this.unfolding.shut();
      this.closer.zoom(0, bounds(this.picture));
    }
    this.tell();
  }

  enter(account) {
    this.tried = account;
    if (account) this.unfolding.open(account);
  }

  /* Close what is opened, and come to its account among the others. */
  leave() {
    const { home } = this.unfolding;
    this.unfolding.shut();
    this.closer.comeTo(home);
  }

  moved() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), QUIET);
  }

  settle() {
    const zoom = this.drawing.cy.zoom();
    const { now } = this;
    if (now === "things" && zoom < this.full * OUTSIDE) {
      this.leave();
    } else if (now === "accounts" && zoom >= INSIDE) {
      const account = this.nearest(this.pointer, REACH);
      if (account && account !== this.tried) this.enter(account);
    } else if (now !== "things" && zoom < INSIDE) this.tried = "";
    this.tell();
  }

  /* Return the account nearest to a point of the screen, or to its middle, or "". */
  nearest(point, reach) {
    const { cy } = this.drawing;
    const { x, y } = point ?? { x: cy.width() / 2, y: cy.height() / 2 };
    const found = cy.nodes(".town").not(".guest").map((each) => {
      const at = each.renderedPosition();
      return { id: each.id(), away: Math.hypot(at.x - x, at.y - y) };
    });
    return found.filter(({ away }) => away <= reach).sort((a, b) => a.away - b.away)[0]?.id ?? "";
  }
}
