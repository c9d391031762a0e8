/* The canvas: Cytoscape.js with places from the server, and nothing that moves by itself. */

import cytoscape from "../../vendor/cytoscape/cytoscape.esm.min.mjs";

import { matches } from "./filters.js";
import { unclutter } from "./names.js";
import { style, tokens } from "./style.js";

/* An account has a page, ours or not, and a rest says who it is; who else stands outside is looked for by name. */
const hasPage = (node) => /^(\d{12}$|rest:)/.test(node.data("place"));

const CLOSEST = 2.5;
const FARTHEST = 0.25;
const READABLE = 1.35; // at most, of what is shown as a whole

export class Picture {
  constructor(container, sprite, { choose, open, seek, visit, menu }) {
    this.sprite = sprite;
    this.pins = new Set();
    this.drawn = new Map();
    this.cy = cytoscape({
      container,
      style: style(tokens(), sprite),
      layout: { name: "preset" },
      minZoom: FARTHEST,
      maxZoom: CLOSEST,
      autoungrabify: true,
      autounselectify: true,
      boxSelectionEnabled: false,
      // While one moves, the last picture is moved: a large one takes too long to draw.
      textureOnViewport: true,
    });
    this.cy.on("tap", (event) => {
      if (event.target === this.cy) choose(null);
      const edge = event.target.data?.("edge");
      if (edge) choose(edge);
      const place = event.target.data?.("place");
      if (place) (hasPage(event.target) ? visit : seek)(place);
      const unit = event.target.data?.("unit");
      if (unit) open(unit);
    });
    this.cy.on("cxttap taphold", (event) => {
      if (event.target === this.cy) return;
      const { clientX: x, clientY: y } = event.originalEvent.touches?.[0] ?? event.originalEvent;
      const { edge, place, unit } = event.target.data();
      menu(edge ? { edge } : { place: place ? event.target.id() : unit && `unit:${unit}` }, { x, y });
    });
    container.addEventListener("contextmenu", (event) => event.preventDefault());
    this.cy.on("mouseover", ".town, .party, .thing", (event) => this.hover(event.target));
    this.cy.on("mouseout", ".town, .party, .thing", () => this.hover(null));
  }

  /* Draw these elements and no others; what is drawn so already is not touched. */
  show(elements) {
    const words = new Map(elements.map((each) => [each.data.id, JSON.stringify(each)]));
    let isOther = false;
    this.cy.batch(() => {
      this.cy.elements(".aside").removeClass("aside");
      const gone = this.cy.elements().filter((each) => !words.has(each.id()) || words.get(each.id()) !== this.drawn.get(each.id()));
      gone.remove();
      const come = elements.filter((each) => this.cy.getElementById(each.data.id).empty());
      this.cy.add(come);
      isOther = gone.nodes().nonempty() || come.some((each) => each.group === "nodes");
    });
    this.drawn = words;
    if (isOther) unclutter(this.cy);
  }

  /* Put everything behind the account that was opened, and whoever is around it. */
  aside(id) {
    this.cy.batch(() => {
      const front = ["", "name:", "id:"].reduce(
        (all, kind) => all.union(this.cy.getElementById(`${kind}${id}`)),
        this.cy.elements(".guest, .guest-name, .way, .near-name"),
      );
      this.cy.elements().difference(front).not(".land").addClass("aside");
    });
  }

  paint() {
    this.cy.style(style(tokens(), this.sprite));
  }

  fit(area) {
    this.cy.resize();
    const width = this.cy.width();
    const height = this.cy.height();
    const zoom = Math.max(Math.min(width / area.w, height / area.h, READABLE), FARTHEST);
    this.cy.viewport({
      zoom,
      pan: {
        x: (width - area.w * zoom) / 2 - area.x1 * zoom,
        y: (height - area.h * zoom) / 2 - area.y1 * zoom,
      },
    });
  }

  /* Show one place in the middle, large enough to read what is around it. */
  comeTo(id) {
    const [place] = this.cy.getElementById(id);
    if (!place) return;
    this.cy.zoom(READABLE);
    this.cy.center(place);
  }

  zoom(factor, area) {
    if (factor === 0) return this.fit(area);
    const middle = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
    return this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: middle });
  }

  /* Show one edge with a halo and everything else behind it; none: all alike. */
  mark(edge) {
    this.cy.batch(() => {
      this.cy.elements().removeClass("chosen dimmed hovered");
      if (!edge) return;
      const [way] = this.cy.edges().filter((each) => each.data("edge") === edge);
      if (!way) return;
      const badge = this.cy.nodes(".badge").filter((each) => each.data("edge") === edge);
      const ends = way.connectedNodes();
      const pinned = this.pinned();
      this.cy.edges().difference(way).difference(pinned).addClass("dimmed");
      this.cy.nodes(".badge").difference(badge).difference(pinned).addClass("dimmed");
      way.union(badge).union(ends).addClass("chosen");
      ends.filter(".nameless").addClass("hovered");
    });
  }

  /* Show one account with all that goes in and out, and everything else behind it. */
  around(id) {
    const town = this.cy.getElementById(id);
    if (town.empty()) return;
    const near = town.connectedEdges();
    const ids = new Set(near.map((edge) => edge.data("edge")));
    this.cy.batch(() => {
      this.cy.elements("edge, .badge").filter((each) => !ids.has(each.data("edge"))).addClass("dimmed");
      town.addClass(town.hasClass("nameless") ? "chosen hovered" : "chosen");
    });
  }

  /* Keep what is pinned at full strength, whatever else is chosen. */
  pin(names) {
    this.pins = names;
    this.cy.batch(() => {
      this.cy.nodes(".pinned").removeClass("pinned");
      this.pinned().nodes(".town, .party").addClass("pinned");
    });
  }

  pinned() {
    return this.cy.elements().filter((each) => (
      this.pins.has(each.id()) || this.pins.has(each.data("edge"))
      || this.pins.has(each.data("source")) || this.pins.has(each.data("target"))
    ));
  }

  has(id) {
    return this.cy.getElementById(id).nonempty();
  }

  /* Return what a place is called, with its id. */
  nameOf(id) {
    const node = this.cy.getElementById(id);
    const name = node.data("name") ?? this.cy.getElementById(`name:${id}`).data("label") ?? "";
    return name === id ? name : `${name} ${/^\d/.test(id) ? id : ""}`.trim();
  }

  hover(node) {
    this.cy.batch(() => {
      this.cy.elements(".dimmed-by-hover").removeClass("dimmed-by-hover dimmed");
      this.cy.nodes(".hovered").removeClass("hovered");
      if (node?.hasClass("nameless")) node.addClass("hovered");
      if (!node || this.cy.elements(".chosen").nonempty()) return;
      const near = node.connectedEdges();
      if (near.empty()) return;
      const ids = new Set(near.map((edge) => edge.data("edge")));
      const others = this.cy.elements("edge, .badge").filter((each) => !ids.has(each.data("edge")));
      others.addClass("dimmed dimmed-by-hover");
    });
  }

  /* Ring the towns and parties that a search names. */
  find(search) {
    const names = this.cy.nodes(".town, .party");
    this.cy.batch(() => {
      names.removeClass("found");
      if (!search) return;
      names.filter((each) => {
        const label = this.cy.getElementById(`name:${each.id()}`).data("label") ?? each.data("name") ?? "";
        return matches(search, [label, each.id()]);
      }).addClass("found");
    });
  }
}
