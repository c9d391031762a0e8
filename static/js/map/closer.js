/* Coming nearer: a large organization opens up into its accounts where one looks. */

import { amid, expand, nearest } from "./accounts.js";
import { answered } from "./load.js";
import { near, scaleOf } from "./near.js";
import { Spots } from "./spots.js";
import { withWords } from "./state.js";

const ENTER = 1.8; // far zoom at which accounts appear
const MARGIN = 0.2; // of the screen, drawn beyond its edges
const QUIET = 90; // ms without a move until what came into sight is drawn
const NEAREST = 2.5;
const LEAST = 0.9; // near zoom at which one reads names

export class Closer {
  constructor(drawing, picture, address) {
    this.drawing = drawing;
    this.picture = picture;
    this.address = address;
    this.isElsewhere = false; // something unfolded stands in place of the map
    this.graph = null;
    this.scale = 1;
    this.isNear = false;
    this.isTurning = false;
    this.opened = null;
    this.spots = new Spots(drawing.cy);
    this.far = [];
    this.on = new Set();
    this.kept = {};
    this.timer = 0;
  }

  /* Load the accounts of a large organization, after its first picture stands. */
  async load(then) {
    if (this.picture.view !== "units") return;
    try {
      const reply = answered(await fetch(this.address));
      this.graph = expand(await reply.json());
    } catch (error) {
      console.warn(error); // the map from afar is still true
      return;
    }
    this.scale = scaleOf(this.graph);
    this.drawing.cy.maxZoom(NEAREST * this.scale);
    this.drawing.cy.on("viewport", () => this.moved());
    this.drawing.cy.container().dataset.opens = "";
    if (this.spots.words) this.find(this.spots.words);
    then();
  }

  /* Draw the far picture, or what is near: of the verdicts ``on`` what is ``kept``. */
  show(elements, { on, isElsewhere, ...kept }) {
    this.kept = kept;
    this.far = elements;
    this.on = on;
    this.isElsewhere = isElsewhere;
    if (this.isNear && isElsewhere) this.turn(false);
    if (this.isNear) this.draw();
    else this.drawing.show(elements);
  }

  moved() {
    if (this.isTurning || this.isElsewhere) return;
    const zoom = this.drawing.cy.zoom();
    const farZoom = this.isNear ? zoom * this.scale : zoom;
    if (!this.isNear && farZoom >= ENTER) this.turn(true);
    else if (this.isNear && farZoom < ENTER * 0.9) this.turn(false);
    if (!this.isNear) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), QUIET);
  }

  /* Change the measure, not the view: what one looks at stays where it is. */
  turn(isNear) {
    const { cy } = this.drawing;
    const zoom = isNear ? cy.zoom() / this.scale : cy.zoom() * this.scale;
    this.isNear = isNear;
    this.opened = null;
    cy.minZoom(isNear ? ENTER * 0.5 / this.scale : 0.25);
    cy.maxZoom(isNear ? NEAREST : NEAREST * this.scale);
    this.isTurning = true;
    cy.viewport({ zoom, pan: { ...cy.pan() } });
    this.isTurning = false;
    if (isNear) this.draw();
    else {
      this.drawing.show(this.far);
      this.find(this.spots.words);
    }
  }

  draw() {
    clearTimeout(this.timer);
    const { cy } = this.drawing;
    if (!this.isNear) return;
    const seen = cy.extent();
    const [wide, high] = [seen.w * MARGIN, seen.h * MARGIN];
    const extent = { x1: seen.x1 - wide, y1: seen.y1 - high, x2: seen.x2 + wide, y2: seen.y2 + high };
    this.drawing.show(near(this.graph, this.picture, {
      screen: seen, extent, zoom: cy.zoom(), scale: this.scale, on: this.on, ...this.kept, opened: this.opened,
    }));
    if (this.opened !== null) this.drawing.aside(this.graph.ends[this.opened]);
    this.spots.ring(this.graph);
  }

  /* Show who is trusted in one account and where it is trusted; again: no longer. */
  open(id) {
    const number = this.graph?.number.get(id);
    if (number === undefined || number >= this.graph.count || this.isElsewhere) return;
    const again = this.opened === number;
    if (!again) this.centre(number);
    this.opened = again ? null : number;
    this.draw();
  }

  shut() {
    if (this.opened === null) return;
    this.opened = null;
    this.draw();
  }

  /* Return where the grants of an edge are shown that the list does not have. */
  urlOf(edge, url) {
    const ends = edge?.split(">") ?? [];
    if (!this.graph || ends.length !== 2 || !ends.every((each) => this.graph.number.has(each))) return "";
    return withWords(url, new URLSearchParams({ from: ends[0], to: ends[1] }).toString());
  }

  /* Zoom by a factor; 0 is the whole map, from afar. */
  zoom(factor, area) {
    if (factor === 0 && this.isNear) this.turn(false);
    this.drawing.zoom(factor, area);
  }

  /* Come to one account among its neighbours; none: to the one nearest to the middle. */
  comeTo(id) {
    if (!this.graph) return this.drawing.comeTo(id);
    const number = this.graph.number.get(id);
    if (number < this.graph.count) return this.centre(number);
    const found = nearest(this.graph, this.middle());
    const { cy } = this.drawing;
    const pixels = this.scale * LEAST;
    return this.look(amid(this.graph, found, { wide: cy.width() / pixels, high: cy.height() / pixels }));
  }

  middle() {
    const { x1, y1, w, h } = this.drawing.cy.extent();
    const scale = this.isNear ? this.scale : 1;
    return { x: (x1 + w / 2) / scale, y: (y1 + h / 2) / scale };
  }

  resize(area) {
    if (this.isNear) this.drawing.cy.resize();
    else this.drawing.fit(area);
  }

  /* Come so near to a unit that it fills the screen; false where that shows no more. */
  enter(unit) {
    const found = this.graph && this.picture.territories.find((each) => each.unit === unit);
    if (!found) return false;
    const { cy } = this.drawing;
    const zoom = Math.max(Math.min(cy.width() / found.w, cy.height() / found.h) * 0.94, ENTER);
    cy.viewport({ zoom, pan: {
      x: cy.width() / 2 - (found.x + found.w / 2) * zoom,
      y: cy.height() / 2 - (found.y + found.h / 2) * zoom,
    } });
    return true;
  }

  centre(number) {
    this.look({ x: this.graph.x[number], y: this.graph.y[number] });
  }

  /* Come so near to a point of the map that one reads what is there. */
  look({ x, y }) {
    const { cy } = this.drawing;
    if (!this.isNear) this.turn(true);
    const zoom = Math.max(cy.zoom(), LEAST);
    cy.viewport({ zoom, pan: { x: cy.width() / 2 - x * this.scale * zoom, y: cy.height() / 2 - y * this.scale * zoom } });
  }

  /* Light up the accounts that a search names, wherever they are. */
  find(text) {
    this.spots.words = text;
    if (this.graph !== null && !this.isElsewhere) this.spots.find(this.graph, this.isNear);
  }
}
