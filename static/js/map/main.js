/* The map's page: what is drawn, chosen, asked, searched and filtered. */

import { aboutOf, textsOf, urlOf } from "./addresses.js";
import { Asking } from "./asking.js";
import { bind } from "./bind.js";
import { elements } from "./elements.js";
import { OUTSIDE, inPicture, inSight } from "./filters.js";
import { Closer } from "./closer.js";
import { bounds } from "./geometry.js";
import { standingIn } from "./hiding.js";
import { Legend } from "./legend.js";
import { Levels } from "./levels.js";
import { List } from "./list.js";
import { Menu } from "./menu.js";
import { markOn } from "./marking.js";
import { menus } from "./menus.js";
import { load } from "./load.js";
import { close, fill, open } from "./panel.js";
import { asked, canvas, content, detail, legendForm, marks, none, notDrawn, offerDeeds, offerToUnfold, page, report, said, sayFound, search } from "./parts.js";
import { Past } from "./past.js";
import { Picture } from "./picture.js";
import { seeking } from "./seeking.js";
import { isGone, isMarked, read, stays, toggled, unmarked, withUnit, withWords, hashOf } from "./state.js";
import { Unfolding } from "./unfolding.js";
import { Views } from "./views.js";

const [list, menu] = [new List(document.getElementById("edges")), new Menu(document.getElementById("menu"), act)];
const say = (text) => { said.textContent = text; };
const asking = new Asking(document.getElementById("ask"), content, {
  say,
  opened: () => { list.mark(null); state.edge = state.account = ""; open(detail, list, content); offerDeeds(state); },
  drawn: () => { mark(); remember(); },
});
const unfolding = new Unfolding(document.getElementById("unfolded"), canvas.dataset.unfold, {
  drawn: (what, found) => { state.unfold = what; views.show("picture"); redraw(); drawing.fit(found.area); levels.arrived(); remember(); },
  shut: () => { state.unfold = ""; redraw(); drawing.fit(bounds(picture)); levels.tell(); remember(); },
});

const state = read(location.hash);
search.value = state.search || asked;
let [picture, drawing] = [null, null];
let [closer, levels] = [null, null]; // opens a large organization where one looks; how near one is
let left = []; // the edges that are drawn
let texts = () => []; // what a search looks through, of an edge that is not listed
let hub = null; // the line that stands for several edges, while only those are listed
const seen = () => picture && { drawing, towns: picture.towns, edges: edgesById() };
const { openMenu, menuAt } = menus({ menu, list, canvas, chosen: () => state, seen });
const legend = new Legend(legendForm, { state, drawn: again, go: (address) => location.assign(`${address}${location.hash}`) });
const change = (words) => { Object.assign(state, words); again(); };
const enter = (unit) => closer?.enter(unit) || location.assign(withUnit(location, unit));
const typed = () => (search.value === asked ? "" : search.value);
const whole = () => unfolding.picture?.area ?? bounds(picture);
const past = new Past({
  address: () => `${legend.address()}${hashOf({ ...state, ...asking.words() })}`,
  depth: () => Number(!detail.hidden) + Number(unfolding.picture !== null),
  come: () => reopen(read(location.hash)),
});
const remember = () => past.keep();
const views = new Views(document.getElementById("views"), page, () => closer?.resize(whole()));
const edgesById = () => new Map([...(picture?.gathered ?? []), ...(picture?.edges ?? [])].map((edge) => [edge.id, edge]));

async function start() {
  try {
    const [found, sprite] = await load(canvas.dataset);
    picture = found;
    texts = textsOf(picture);
    drawing = new Picture(canvas, sprite, { choose, seek, visit, menu: openMenu, open: enter });
    closer = new Closer(drawing, picture, canvas.dataset.accounts);
    levels = new Levels(document.getElementById("levels"), { drawing, closer, unfolding, picture, chosen: () => state.account });
    redraw();
    drawing.fit(bounds(picture));
    page.dataset.state = "drawn";
    closer.load(() => state.account && closer.open(state.account));
  } catch (error) {
    notDrawn(error);
  }
  past.arrive();
}

/* Open what an address says, and close what it does not. */
async function reopen({ edge, account, unfold, ...words }) {
  if (asking.restore(words)) return;
  if (!unfold) unfolding.shut();
  else if (drawing) await unfolding.open(unfold);
  if (account) visit(account);
  else choose(edge || null);
}

function redraw() {
  const switched = legend.on();
  state.search = typed();
  const off = list.narrow(edgesById(), { on: switched, search: state.search, state, hub, texts });
  if (drawing) {
    left = inPicture(picture.edges, off).filter((edge) => edge.parts.length || stays(edge, state));
    closer.show(elements(unfolding.picture ?? standingIn(picture, left, state), switched), {
      on: switched, stays: (edge) => stays(edge, state), isGone: (id) => isGone(id, state), isElsewhere: unfolding.picture !== null,
    });
    drawing.find(state.search);
    closer.find(state.search);
    drawing.pin(state.pin);
    mark();
  }
  const only = state.only.split(">").map((id) => drawing?.nameOf(id) || id).join(" → ");
  report({ ...state, only }, isMarked(state), picture ? inSight(edgesById(), off, hub) : list.count());
}

function mark() {
  if (drawing) markOn(drawing, { edges: picture.edges, left, hub, asking, chosen: state, isUnfolded: unfolding.picture !== null });
}

/* List only what one line stands for; null: everything again. */
function gather(id) {
  hub = picture?.edges.find((edge) => edge.id === id && edge.parts.length) ?? null;
  list.behind(hub);
  redraw();
}

function tell(url) {
  open(detail, list, content);
  offerDeeds(state);
  fill(content, legend.into(url), () => offerToUnfold(drawing !== null));
}

function choose(edge) {
  const words = unfolding.edge(edge);
  if (words !== null) return tell(withWords(canvas.dataset.edge, words));
  if (picture?.edges.some((each) => each.id === edge && each.parts.length)) {
    choose(null);
    return gather(edge);
  }
  if (edge === null) closer?.shut();
  if (edge === null && hub && !state.edge) gather(null);
  const row = list.row(edge);
  const url = row?.dataset.url || (picture && urlOf(picture, edge, canvas.dataset.edge)) || closer?.urlOf(edge, canvas.dataset.edge);
  const before = state.edge;
  asking.forget();
  Object.assign(state, { edge: url ? edge : "", account: "" });
  list.mark(row);
  mark();
  if (url) tell(url);
  else close(detail, list, before);
  remember();
}

/* Show one account in the panel; its lines stand out on the picture. */
function visit(id) {
  asking.forget();
  Object.assign(state, { edge: "", account: id });
  list.mark(null);
  closer?.open(id);
  mark();
  tell(aboutOf(picture, id, canvas.dataset));
  remember();
}

/* One step back: first the panel, then the search. */
function back() {
  if (detail.hidden && unfolding.shut()) return;
  if (!detail.hidden || hub) choose(null);
  else if (typed()) seek(search.value);
}

/* Leave in the list what goes in and out of one account or party. */
function seek(place) {
  choose(null);
  search.value = search.value === place ? asked : place;
  again();
}

function walk(step) {
  const { edge, name } = list.next(state.edge, step)?.dataset ?? {};
  if (edge) { choose(edge); say(name); }
}

function act(what, target) {
  if (what === "from" || what === "to") return asking.set(what, target[what]);
  if (what === "page") return visit(target.id.split(">").at(-1));
  return change(toggled(state, what, target.id));
}

/* Take away whatever keeps an edge out of sight, but what the address asks for. */
function everything() {
  search.value = asked;
  Object.assign(state, unmarked());
  gather(null);
  legend.reset();
}

function again() { redraw(); remember(); }

seeking(search, canvas.dataset.search, sayFound, {
  visit, open: enter, seek, sight: { isDrawn: (id) => drawing?.has(id), nameOf: (id) => drawing.nameOf(id) },
});
bind({ search, list, detail, marks, none }, {
  choose, gather, walk, visit, menuAt, back, menu: openMenu, search: again,
  onlyExternal: () => legend.only(OUTSIDE), unfold: (what) => unfolding.open(what),
  isDrawn: () => picture !== null, paint: () => drawing?.paint(), clear: () => change(unmarked()), everything,
  zoom: (factor) => closer?.zoom(factor, whole()), fit: () => closer?.resize(whole()),
});
start();
