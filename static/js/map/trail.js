/* A way through the picture: its stops numbered, everything else behind it. */

/* Draw a way with { stops, legs }, or only stops that are met; null: take it away. */
export function trail(cy, found) {
  cy.batch(() => {
    cy.elements(".leg, .stop-number").remove();
    cy.elements().removeClass("on-way behind");
    if (found === null || !found.stops.length) return;
    const on = found.stops.reduce((all, id) => all.union(stop(cy, id)), cy.collection());
    const ways = found.legs.reduce((all, leg, at) => all.union(drawn(cy, leg, at)), cy.collection());
    cy.elements().difference(on).difference(ways).not(".coast, .land, .unit-name, .unit-size, .cell").addClass("behind");
    on.union(ways).addClass("on-way");
    if (found.legs.length) cy.add(found.stops.map((id, at) => number(cy, id, at)));
  });
  if (found?.legs.length) intoSight(cy);
}

/* Return a place with its name and id. */
function stop(cy, id) {
  return ["", "name:", "id:", "note:"].reduce((all, front) => all.union(cy.getElementById(`${front}${id}`)), cy.collection());
}

/* Return an edge with its badge; where none is drawn between two stops, a line of its own. */
function drawn(cy, { from, to, edge }, at) {
  if (edge !== null) return cy.getElementById(`edge:${edge}`).union(cy.getElementById(`badge:${edge}`));
  return cy.add({ group: "edges", data: { id: `leg:${at}`, source: from, target: to }, classes: "leg" });
}

function number(cy, id, at) {
  const { x, y } = cy.getElementById(id).position();
  return { group: "nodes", data: { id: `stop:${at}`, label: String(at + 1) }, position: { x: x - 15, y: y - 15 }, classes: "stop-number" };
}

/* Bring a way into sight where a part of it is not. */
function intoSight(cy) {
  const area = cy.elements(".on-way").boundingBox();
  const seen = cy.extent();
  const isSeen = area.x1 >= seen.x1 && area.x2 <= seen.x2 && area.y1 >= seen.y1 && area.y2 <= seen.y2;
  if (!isSeen) cy.fit(cy.elements(".on-way"), 60);
}
