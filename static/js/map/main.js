/* The map's page: what is drawn, chosen, searched and filtered. */

import { elements } from "./elements.js";
import { drawnAs, inPicture, matches, visible } from "./filters.js";
import { bounds } from "./geometry.js";
import { steer } from "./keys.js";
import { fill } from "./panel.js";
import { Picture } from "./picture.js";

const page = document.getElementById("main");
const canvas = document.getElementById("picture");
const list = document.getElementById("edges");
const detail = document.getElementById("detail");
const said = document.getElementById("said");
const search = document.getElementById("map-search");
const toggles = [...document.querySelectorAll("[data-verdict]")];

let picture = null;
let drawing = null;
let chosen = null;
let hub = null; // the line that stands for several edges, while only those are listed

const rows = () => [...list.querySelectorAll("tbody tr")];
const inSight = () => rows().filter((row) => !row.hidden);
const on = () => new Set(toggles.filter((box) => box.checked).map((box) => box.dataset.verdict));

async function start() {
  bind();
  try {
    const [found, sprite] = await Promise.all([
      fetch(canvas.dataset.elements).then(answered).then((reply) => reply.json()),
      fetch(canvas.dataset.sprite).then(answered).then((reply) => reply.text()),
    ]);
    picture = found;
    drawing = new Picture(canvas, sprite, { choose, open: openUnit, seek });
    redraw();
    drawing.fit(bounds(picture));
    page.dataset.state = "drawn";
    const wanted = new URLSearchParams(location.hash.slice(1)).get("edge");
    if (wanted) choose(wanted);
  } catch (error) {
    // The list beside it is still true, and stays.
    document.getElementById("not-drawn").hidden = false;
    console.warn(error);
  }
}

function answered(reply) {
  if (!reply.ok) throw new Error(`${reply.url} answered ${reply.status}`);
  return reply;
}

function redraw() {
  const switched = on();
  const edges = new Map(picture ? picture.edges.map((edge) => [edge.id, edge]) : []);
  for (const row of rows()) {
    const edge = edges.get(row.dataset.edge);
    const shown = !edge || visible(edge, switched) !== null;
    row.dataset.off = String(!shown || !matches(search.value, [row.textContent]));
    row.hidden = row.dataset.off === "true" || (hub !== null && !hub.parts.includes(row.dataset.edge));
  }
  const hidden = new Set(rows().filter((row) => row.dataset.off === "true").map((row) => row.dataset.edge));
  if (drawing) {
    const left = { ...picture, edges: inPicture(picture.edges, hidden) };
    drawing.show(elements(left, switched));
    drawing.find(search.value);
    drawing.mark(marked());
  }
  said.textContent = said.dataset.template.replace("%s", inSight().length);
}

/* Return the line that shows the chosen edge: its own, or one that stands for it. */
function marked() {
  return chosen === null ? hub?.id ?? null : drawnAs(picture?.edges ?? [], chosen);
}

/* List only what one line stands for; null: everything again. */
function gather(id) {
  hub = picture?.edges.find((edge) => edge.id === id && edge.parts.length) ?? null;
  const bar = document.getElementById("hub");
  bar.hidden = hub === null;
  const link = document.querySelector(`[data-hub="${CSS.escape(id ?? "")}"]`);
  bar.firstElementChild.textContent = link?.dataset.name ?? "";
  redraw();
}

function choose(edge) {
  if (picture?.edges.some((each) => each.id === edge && each.parts.length)) {
    choose(null);
    gather(edge);
    return;
  }
  if (edge === null && hub && chosen === null) gather(null);
  const row = rows().find((each) => each.dataset.edge === edge);
  const before = chosen;
  chosen = row ? edge : null;
  for (const each of rows()) each.toggleAttribute("aria-current", each === row);
  drawing?.mark(marked());
  const parameters = new URLSearchParams(location.hash.slice(1));
  if (row) {
    parameters.set("edge", edge);
    load(row.dataset.url);
  } else {
    parameters.delete("edge");
    close(before);
  }
  history.replaceState(null, "", `${location.pathname}${location.search}${parameters.size ? `#${parameters}` : ""}`);
}

function load(url) {
  detail.hidden = false;
  list.hidden = true;
  fill(document.getElementById("detail-content"), url);
}

/* Close the panel and give the focus back to the line it was opened from. */
function close(edge) {
  if (detail.hidden) return;
  detail.hidden = true;
  list.hidden = false;
  const row = rows().find((each) => each.dataset.edge === edge) ?? inSight()[0];
  row?.querySelector("a")?.focus({ preventScroll: true });
}

/* One step back: first the panel, then the search. */
function back() {
  if (chosen || hub) choose(null);
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
  const parameters = new URLSearchParams(location.search);
  parameters.set("unit", unit);
  location.assign(`${location.pathname}?${parameters}`);
}

function walk(step) {
  const visibleRows = inSight();
  if (!visibleRows.length) return;
  const at = visibleRows.findIndex((row) => row.dataset.edge === chosen);
  const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), visibleRows.length - 1);
  choose(visibleRows[next].dataset.edge);
  said.textContent = visibleRows[next].dataset.name;
}

function bind() {
  for (const box of toggles) box.addEventListener("change", redraw);
  search.addEventListener("input", redraw);
  document.getElementById("only-external").addEventListener("click", (event) => {
    event.preventDefault();
    const outside = new Set(["public", "any-account", "external", "unknown", "blocked"]);
    for (const box of toggles) box.checked = outside.has(box.dataset.verdict);
    redraw();
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-choose]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(link.closest("tr").dataset.edge);
  });
  document.getElementById("hubs")?.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-hub]");
    if (!link || !picture || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(link.dataset.hub);
  });
  list.querySelector("[data-all]").addEventListener("click", () => gather(null));
  detail.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) choose(null);
    const step = event.target.closest("[data-step]");
    if (step) walk(Number(step.dataset.step));
  });
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => drawing?.zoom(Number(button.dataset.zoom), picture && bounds(picture)));
  }
  const sides = document.getElementById("see-picture");
  sides.addEventListener("click", () => {
    const seen = page.classList.toggle("see-picture");
    sides.setAttribute("aria-pressed", String(seen));
    if (seen && drawing) drawing.fit(bounds(picture));
  });
  steer({ search, walk, close: back, open: () => {
    detail.querySelector("a[data-open]")?.click();
  } });
  window.addEventListener("resize", () => drawing?.fit(bounds(picture)));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawing?.paint());
}

start();
