/* The names on the canvas: which are written, and where. labels.js decides. */

import { apart, rankOf } from "./labels.js";

const NAMES = ".town-name, .party-name, .thing-name, .guest-name, .heading, .spot";
const FIXED = ".unit-name, .unit-size, .town-id, .party-id, .town-note, .pill";
const ROOM = 3; // that Cytoscape leaves around a label's letters
const LETTERS = { includeNodes: false, includeEdges: false, includeOverlays: false, includeUnderlays: false };

/* Move names apart, and leave out those that fit nowhere. */
export function unclutter(cy) {
  const names = cy.nodes(NAMES);
  names.removeClass("slid crowded");
  cy.nodes(".unnamed").removeClass("unnamed nameless");
  const outside = new Set(cy.edges(".public, .any-account, .external, .unknown").connectedNodes().map((each) => each.id()));
  const { out, slid } = apart(
    names.map((each) => ({ ...box(each), id: each.id(), rank: rank(cy, each, outside) })).filter(isWritten),
    cy.nodes(FIXED).map(box).filter(isWritten),
  );
  cy.batch(() => {
    for (const [id, aside] of slid) cy.getElementById(id).data("aside", aside).addClass("slid");
    for (const id of out) {
      cy.getElementById(id).addClass("crowded");
      cy.getElementById(placeOf(id)).not(".nameless").addClass("nameless unnamed");
    }
  });
}

function box(label) {
  const { x1, y1, x2, y2 } = label.boundingBox(LETTERS);
  return { of: placeOf(label.id()), x1: x1 + ROOM, y1: y1 + ROOM, x2: x2 - ROOM, y2: y2 - ROOM };
}

function isWritten({ x1, x2 }) {
  return x2 > x1;
}

/* Return the place that a label is of: name:1, id:1 and tag:1:0 are all of 1. */
function placeOf(id) {
  return id.replace(/^(name|id|note|size|tag):/, "").replace(/^(\d{12}):\d+$/, "$1");
}

function rank(cy, label, outside) {
  const place = cy.getElementById(placeOf(label.id()));
  return rankOf({
    isFirst: place.hasClass("chosen") || place.hasClass("pinned") || label.is(".heading, .spot"),
    isOutside: outside.has(place.id()),
    isTagged: cy.getElementById(`tag:${place.id()}:0`).nonempty(),
    size: place.data("r") ?? 0,
  });
}
