/* From the server's picture to Cytoscape.js elements. Pure: it computes no places. */

import { segments } from "./geometry.js";
import { visible } from "./filters.js";
import { OF_VERDICT, ofParty } from "./signs.js";

const LONGEST = 18; // letters of a name on the rim; a longer one shows when pointed at

/* Return everything that is drawn, back to front. */
export function elements(picture, on) {
  const { things = [] } = picture;
  return [...coast(picture.land), ...land(picture), ...rim(picture), ...things.flatMap(thing), ...ways(picture, on)];
}

export function node(id, x, y, data, classes) {
  // Whoever drags a place drags the map.
  return { group: "nodes", data: { id, ...data }, position: { x, y }, classes, pannable: true };
}

export function box(id, { x, y, w, h }, data, classes) {
  return node(id, x + w / 2, y + h / 2, { w, h, ...data }, classes);
}

function coast(area) {
  return [24, 16, 8].map((away, index) => box(
    `coast:${index}`,
    { x: area.x - away, y: area.y - away, w: area.w + 2 * away, h: area.h + 2 * away },
    {},
    "coast",
  ));
}

function land({ view, territories, towns, cells = [], edges }) {
  const isFar = view === "units";
  const gates = new Set(isFar ? [] : edges.flatMap((edge) => [edge.source, edge.target]));
  const drawn = [];
  for (const unit of territories) {
    const depth = Math.min(unit.depth, 2);
    const shift = gates.has(unit.id) ? 25 : 14;
    const unread = isUnread(unit, towns);
    drawn.push(
      box(`land:${unit.id}`, unit, isFar && unit.depth > 0 ? { unit: unit.unit } : {}, `land depth${depth}${unread ? " unread" : ""}`),
      node(`name:${unit.id}`, unit.x + shift, unit.y + 11, { label: unit.name }, "unit-name"),
    );
    const size = unit.size.toLocaleString("en");
    if (shift + breadth(unit.name) + breadth(size) + 20 < unit.w) {
      drawn.push(node(`size:${unit.id}`, unit.x + unit.w - 12, unit.y + 11, { label: size }, "unit-size"));
    }
    if (isFar) drawn.push(node(unit.id, unit.x + unit.w * 0.6, unit.y + 9, {}, "landing"));
    if (gates.has(unit.id)) {
      drawn.push(node(unit.id, unit.x + 12, unit.y + 11, { sign: "squares", verdict: "organization" }, "gate"));
    }
  }
  return [...drawn, ...towns.filter((each) => !each.isGone).flatMap(town), ...cells.map(cell)];
}

/* From afar an account is a cell: its heat is the worst that is granted in it. */
function cell({ x, y, ...each }, index) {
  return node(`cell:${index}`, x, y, { heat: each.heat || "cool" }, `cell ${look(each)}`);
}

/* Return the classes of a cell: what is unknown of it shows beside what is granted. */
export function look({ heat, reading }) {
  return `${heat || "cool"}${reading === "complete" ? "" : " unsure"}`;
}

function isUnread(unit, towns) {
  const inside = towns.filter(
    (each) => each.x > unit.x && each.x < unit.x + unit.w && each.y > unit.y && each.y < unit.y + unit.h,
  );
  return inside.length > 0 && inside.every((each) => each.reading === "unread");
}

export function town(each) {
  const read = each.reading === "complete" ? "" : ` ${each.reading}`;
  const below = each.y + each.r;
  const drawn = [
    node(each.id, each.x, each.y, { r: 2 * each.r, name: each.name, place: each.id }, `town${read}${each.fits ? "" : " nameless"}`),
  ];
  if (each.fits) {
    drawn.push(node(`name:${each.id}`, each.x, below + 9, { label: each.name }, "town-name"));
  }
  drawn.push(node(`id:${each.id}`, each.x, below + 22.5, { label: each.id }, "town-id"));
  if (each.note) {
    drawn.push(node(`note:${each.id}`, each.x, below + 28, { label: each.note }, "town-note"));
  }
  each.tags.forEach((tag, index) => drawn.push(
    node(`tag:${each.id}:${index}`, each.x + each.r + 7, each.y - 12 - 19 * index, { label: tag }, "pill right"),
  ));
  return each.isBeside ? drawn.map((part) => ({ ...part, classes: `${part.classes} beside` })) : drawn;
}

/* A role or resource of an account that is unfolded: its name stands beside it. */
function thing({ id, name, x, y }) {
  const short = name.length > 26 ? `${name.slice(0, 12)}…${name.slice(-12)}` : name;
  return [
    node(id, x, y, { name, thing: id }, `thing${short === name ? "" : " nameless"}`),
    node(`name:${id}`, x + 10, y, { label: short }, "thing-name right"),
  ];
}

function rim({ parties, groups }) {
  const drawn = parties.flatMap((party) => {
    const [verdict, sign] = ofParty(party);
    const data = { verdict, sign, name: party.name, place: /^(\d{12}$|rest:)/.test(party.id) ? party.id : party.name };
    if (party.is_small) {
      return [
        node(party.id, party.x, party.y, data, `party ${party.group} nameless`),
        node(`id:${party.id}`, party.x, party.y + 26, { label: short(party.id) }, "party-id below"),
      ];
    }
    const before = party.side === "left";
    const beside = before || party.side === "north" || party.side === "south";
    const lines = beside ? [party.name] : wrapped(party.name, 13);
    const [x, y] = beside ? [party.x + (before ? -22 : 22), party.y - 6] : [party.x, party.y + 16 + 7 * lines.length];
    const below = beside ? 14 : 7 * lines.length + 6;
    const side = before ? "left" : beside ? "right" : "below";
    const fits = before || lines.every((line) => line.length <= LONGEST);
    return [
      node(party.id, party.x, party.y, data, `party ${party.group}${fits ? "" : " nameless"}`),
      ...(fits ? [node(`name:${party.id}`, x, y, { label: lines.join("\n") }, `party-name ${side}`)] : []),
      node(`id:${party.id}`, x, y + below + 6.5 * (party.note.split("\n").length - 1), { label: party.note }, `party-id ${side}${/\d/.test(party.note) ? "" : " in-words"}`),
    ];
  });
  return [
    ...drawn,
    ...groups.map((group) => node(group.id, group.x, group.y, { label: group.name }, `heading ${group.side}`)),
  ];
}

/* Return a long id by its two ends; the panel has it whole. */
export function short(id) {
  return id.length <= 15 ? id : `${id.slice(0, 7)}…${id.slice(-5)}`;
}

/* Return a name in lines of about so many letters, broken between words only. */
export function wrapped(name, letters) {
  const lines = [];
  for (const word of name.split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= letters) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

export function ways({ edges, is_compared: isCompared = false }, on) {
  return edges.flatMap((edge) => {
    const shown = visible(edge, on);
    if (shown === null || edge.way.length < 2) return [];
    const bent = edge.way.length > 2;
    const { weights, distances } = segments(edge.way);
    const blocked = shown.isBlocked ? " blocked" : "";
    const changed = Object.keys(edge.changes ?? {});
    // Between two dates, what stayed the same stands back; the sign says the rest.
    const same = isCompared && changed.length === 0 ? " same" : "";
    const change = changed.length === 1 ? ` ${changed[0]}` : changed.length ? " mixed" : "";
    const data = {
      id: `edge:${edge.id}`, edge: edge.id, source: edge.source, target: edge.target,
      weights, distances, verdict: shown.verdict, count: shown.count,
    };
    const drawn = [{
      group: "edges", data, classes: `way ${shown.verdict}${edge.parts.length ? " hub" : ""}${bent ? " bent" : ""}${blocked}${same}`,
    }];
    if (edge.badge) {
      const label = edge.label || shown.count.toLocaleString("en");
      drawn.push(node(`badge:${edge.id}`, edge.badge[0], edge.badge[1], {
        edge: edge.id, label, verdict: shown.verdict,
        sign: shown.isBlocked ? "bar" : OF_VERDICT[shown.verdict], w: 25 + 8 * label.length,
      }, `badge ${shown.verdict}${change}${same}`));
    }
    return drawn;
  });
}

/* Return about how wide bold words of 13 points are: nothing is measured here. */
function breadth(words) {
  return [...words].reduce((wide, letter) => wide + (letter > "\u2e80" ? 13 : 8), 0);
}
