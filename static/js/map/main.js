/* The map's page: what is drawn, chosen, asked, searched and filtered. */

import { Asking } from "./asking.js";
import { bind } from "./bind.js";
import { elements } from "./elements.js";
import { drawnAs, inPicture } from "./filters.js";
import { bounds } from "./geometry.js";
import { List } from "./list.js";
import { Menu } from "./menu.js";
import { load } from "./load.js";
import { fill } from "./panel.js";
import { Picture } from "./picture.js";
import { metOnMap, onMap, targetOf } from "./stands.js";
import { isMarked, read, stays, toggled, unmarked, write } from "./state.js";
import { trail } from "./trail.js";

const page = document.getElementById("main");
const canvas = document.getElementById("picture");
const detail = document.getElementById("detail");
const content = document.getElementById("detail-content");
const said = document.getElementById("said");
const search = document.getElementById("map-search");
const marks = document.getElementById("marks");
const toggles = [...document.querySelectorAll("[data-verdict]")];
const list = new List(document.getElementById("edges"));
const menu = new Menu(document.getElementById("menu"), act);
const asking = new Asking(document.getElementById("ask"), content, {
  say: (text) => { said.textContent = text; },
  opened: () => { list.mark(null); state.edge = ""; open(); },
  drawn: () => { mark(); remember(); },
});

const state = read(location.hash);
let picture = null;
let drawing = null;
let left = []; // the edges that are drawn
let hub = null; // the line that stands for several edges, while only those are listed

const on = () => new Set(toggles.filter((box) => box.checked).map((box) => box.dataset.verdict));
const inside = (id) => drawing.has(id);
const edgesById = () => new Map([...(picture?.gathered ?? []), ...(picture?.edges ?? [])].map((edge) => [edge.id, edge]));

async function start() {
  const wanted = state.edge;
  try {
    const [found, sprite] = await load(canvas.dataset);
    picture = found;
    drawing = new Picture(canvas, sprite, { choose, open: openUnit, seek, menu: openMenu });
    redraw();
    drawing.fit(bounds(picture));
    page.dataset.state = "drawn";
  } catch (error) {
    // The list beside it is still true, and stays.
    document.getElementById("not-drawn").hidden = false;
    console.warn(error);
  }
  if (!asking.restore(state) && wanted) choose(wanted);
}

function redraw() {
  const switched = on();
  const off = list.narrow(edgesById(), { on: switched, search: search.value, state, hub });
  if (drawing) {
    left = inPicture(picture.edges, off).filter((edge) => edge.parts.length || stays(edge, state));
    drawing.show(elements({ ...picture, edges: left }, switched));
    drawing.find(search.value);
    drawing.pin(state.pin);
    mark();
  }
  marks.hidden = !isMarked(state);
  marks.querySelector("[data-hidden]").textContent = state.hide.size;
  said.textContent = said.dataset.template.replace("%s", list.inSight().length);
}

/* Show on the picture what was asked, else what is chosen. */
function mark() {
  if (!drawing) return;
  const { answer } = asking;
  drawing.mark(answer ? null : state.edge ? drawnAs(picture.edges, state.edge) : hub?.id ?? null);
  const found = answer?.asked && (answer.ways.length
    ? onMap(answer.ways[asking.way], inside, left)
    : { stops: metOnMap([...answer.asked, ...answer.met], inside), legs: [] });
  trail(drawing.cy, found || null);
}

/* Keep in the address what is chosen, asked, hidden and pinned. */
function remember() {
  const words = write({ ...state, ...asking.words() });
  history.replaceState(null, "", `${location.pathname}${location.search}${words && `#${words}`}`);
}

/* List only what one line stands for; null: everything again. */
function gather(id) {
  hub = picture?.edges.find((edge) => edge.id === id && edge.parts.length) ?? null;
  list.behind(hub);
  redraw();
}

function choose(edge) {
  if (picture?.edges.some((each) => each.id === edge && each.parts.length)) {
    choose(null);
    gather(edge);
    return;
  }
  if (edge === null && hub && !state.edge) gather(null);
  const row = list.row(edge);
  const before = state.edge;
  asking.forget();
  state.edge = row ? edge : "";
  list.mark(row);
  mark();
  if (row) {
    open();
    fill(content, row.dataset.url);
  } else close(before);
  remember();
}

function open() {
  detail.hidden = false;
  list.element.hidden = true;
  content.replaceChildren();
}

/* Close the panel and give the focus back to the line it was opened from. */
function close(edge) {
  if (detail.hidden) return;
  detail.hidden = true;
  list.element.hidden = false;
  const row = list.row(edge) ?? list.inSight()[0];
  row?.querySelector("a")?.focus({ preventScroll: true });
}

/* One step back: first the panel, then the search. */
function back() {
  if (!detail.hidden || hub) choose(null);
  else if (search.value) {
    search.value = "";
    redraw();
  }
}

/* Leave in the list what goes in and out of one account or party. */
function seek(place) {
  choose(null);
  search.value = search.value === place ? "" : place;
  redraw();
}

function openUnit(unit) {
  location.assign(withUnit(location, unit));
}

function walk(step) {
  const next = list.next(state.edge, step);
  if (!next) return;
  choose(next.dataset.edge);
  said.textContent = next.dataset.name;
}

function openMenu(meant, at) {
  const target = targetOf(meant, edgesById(), picture.towns);
  if (!target) return;
  const name = meant.edge ? list.row(meant.edge)?.dataset.name : drawing.nameOf(meant.place);
  const names = meant.edge ? { from: drawing.nameOf(target.from), to: drawing.nameOf(target.to) } : {};
  menu.open({ ...target, name: name ?? "", names }, at);
}

/* Open the menu of the line that has the focus, else of the chosen one. */
function menuAt(element) {
  const row = element.closest("tr[data-edge]") ?? list.row(state.edge);
  if (!row || !picture) return false;
  const { left: x, bottom: y } = (row.hidden || list.element.hidden ? canvas : row).getBoundingClientRect();
  openMenu({ edge: row.dataset.edge }, { x: x + 24, y: Math.min(y, innerHeight / 2) });
  return true;
}

function act(what, target) {
  if (what === "from" || what === "to") return asking.set(what, target[what]);
  if (what === "page") return location.assign(target.url);
  return change(toggled(state, what, target.id));
}

function change(words) {
  Object.assign(state, words);
  redraw();
  remember();
}

bind({ toggles, search, list, detail, marks }, {
  redraw, choose, gather, walk, menuAt, back, menu: openMenu,
  isDrawn: () => picture !== null,
  zoom: (factor) => drawing?.zoom(factor, picture && bounds(picture)),
  fit: () => drawing?.fit(bounds(picture)),
  paint: () => drawing?.paint(),
  clear: () => change(unmarked()),
});
start();
