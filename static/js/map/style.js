/* How the map is drawn, in the colours of tokens.css. */

import { over } from "./colours.js";
import { hatch, image } from "./signs.js";

const VERDICT_LINES = {
  public: { width: 1.6 },
  "any-account": { width: 2, "line-style": "dashed", "line-dash-pattern": [9, 4, 2, 4] },
  external: { width: 2.4 },
  unknown: { width: 2, "line-style": "dashed", "line-dash-pattern": [1, 7], "line-cap": "round" },
  federated: { width: 1.8, "line-style": "dashed", "line-dash-pattern": [5, 4] },
  service: { width: 2, "line-style": "dashed", "line-dash-pattern": [0.5, 4], "line-cap": "round" },
  organization: { width: 1.8, "line-style": "dashed", "line-dash-pattern": [11, 5] },
  // The everyday stands back; ways that lie on each other add up.
  "in-org": { width: 1, opacity: 0.45 },
  "same-account": { width: 1, opacity: 0.45 },
};

/* Return the tokens as the page has them now, light or dark. */
export function tokens() {
  const found = getComputedStyle(document.body);
  return (name) => found.getPropertyValue(`--${name}`).trim();
}

export function style(token, sprite) {
  const sign = (node) => image(sprite, node.data("sign"), token(node.data("verdict")));
  // What stands back is as pale as 35 % of its colour would be, and hides nothing.
  const pale = (verdict) => {
    const colour = over(token(verdict), token("land1"), 0.35);
    const line = verdict === "public" ? { "line-outline-color": colour } : { "line-color": colour };
    return { ...line, "target-arrow-color": colour };
  };
  const text = {
    "font-family": token("map-sans"), color: token("ink"), "text-outline-color": token("land2"),
    "text-outline-width": 2, "text-outline-opacity": 0.85, "text-valign": "center",
    width: 1, height: 1, "background-opacity": 0, events: "no", "z-index": 30,
  };
  const boxed = {
    shape: "round-rectangle", width: "data(w)", height: "data(h)", events: "no",
  };
  const rules = [
    ["*", { "z-index-compare": "manual" }],
    ["node", { label: "", "border-width": 0, "overlay-opacity": 0 }],
    ["node[label]", { label: "data(label)" }],
    [".coast", {
      ...boxed, "background-opacity": 0, "border-width": 1, "border-color": token("coast"),
      "border-opacity": 0.35, "corner-radius": 40, "z-index": 0,
    }],
    [".land", {
      ...boxed, "corner-radius": 18, "border-width": 1, "border-color": token("shore"), "z-index": 2,
    }],
    [".depth0", { "background-color": token("land0"), "corner-radius": 30, "border-width": 1.5, "border-color": token("coast"), "z-index": 1 }],
    [".depth1", { "background-color": token("land1") }],
    [".depth2", { "background-color": token("land2"), "z-index": 3 }],
    [".land.unread", {
      "border-style": "dashed", "border-color": token("control"),
      "background-image": hatch(token("coast")), "background-repeat": "repeat",
      "background-width": 8, "background-height": 8, "background-fit": "none",
    }],
    [".unit-name, .unit-size, .town-name, .thing-name, .town-id, .town-note, .party-name, .party-id, .heading", text],
    [".unit-name", { "font-size": 13, "font-weight": 700, color: token("ink2"), "text-halign": "right" }],
    [".unit-size", { "font-size": 13, color: token("ink3"), "text-halign": "left" }],
    [".town", {
      width: "data(r)", height: "data(r)", "background-color": token("ink"),
      "border-width": 2, "border-color": token("land2"), "z-index": 20,
    }],
    [".town.partial", { "border-width": 2, "border-color": token("ink"), "border-style": "dashed", "background-color": token("control") }],
    [".town.unread", { "background-color": token("land2"), "border-style": "dashed", "border-color": token("ink2"), "border-width": 2 }],
    [".town-name, .party-name", { "font-size": 13, "font-weight": 700 }],
    [".town-id, .party-id", { "font-size": 10.9, "font-family": token("mono"), color: token("ink3") }],
    [".party-id", { "text-wrap": "wrap" }],
    [".party-id.in-words", { "font-family": token("map-sans") }],
    [".town-note", {
      "font-size": 13, color: token("ink2"), "text-valign": "bottom",
      "text-wrap": "wrap", "text-max-width": 100, "text-overflow-wrap": "anywhere",
    }],
    [".near-name", {
      "font-size": "data(size)", "text-outline-width": 0, "z-index": 60,
      "text-background-color": token("land1"), "text-background-opacity": 0.92, "text-background-padding": (node) => node.data("size") / 4,
    }],
    [".guest-name", { ...text, "font-size": 12, "text-wrap": "wrap", "text-justification": "auto", "z-index": 55 }],
    [".guest-name.left", { "text-halign": "left" }],
    ...Object.keys(VERDICT_LINES).slice(0, 4).map((verdict) => [`.hot.${verdict}`, { "border-width": (node) => node.data("r") / 4, "border-color": token(verdict) }]),
    [".spot", {
      width: 9, height: 9, "background-color": token("ink"), "border-width": 2.5, "border-color": token("highlight-edge"), "z-index": 50,
      "font-size": 11, "font-weight": 700, "font-family": token("map-sans"), color: token("ink"),
      "text-outline-color": token("land2"), "text-outline-width": 2.5, "text-valign": "top", "text-margin-y": -2,
    }],
    // A pill is as wide as its word, in whatever font the system has.
    [".pill", {
      ...text, "z-index": 31, color: token("button-text"), "font-size": 13, "font-weight": 700, "text-outline-width": 0,
      "text-background-color": token("button"), "text-background-opacity": 1, "text-background-shape": "round-rectangle",
      "text-background-padding": 3,
    }],
    [".party", {
      width: 30, height: 30, "background-color": token("surface"), "border-width": 1.8, "z-index": 20,
      "background-image": sign, "background-width": 16, "background-height": 16,
      "border-color": (node) => token(node.data("verdict")),
    }],
    [".party.guest", { width: 18, height: 18, "background-width": 10, "background-height": 10 }],
    [".party.unknown", { "border-style": "dotted" }],
    [".party-name, .party-id, .heading", { "text-outline-color": token("sea") }],
    [".right", { "text-halign": "right" }],
    [".left", { "text-halign": "left", "text-justification": "right" }],
    [".thing", {
      shape: "round-rectangle", width: 10, height: 10, "corner-radius": 3, "background-color": token("ink"), "z-index": 20,
    }],
    [".thing-name", { "font-size": 12 }],
    [".below", { "text-halign": "center", "text-wrap": "wrap" }],
    [".heading", { "font-size": 13, "font-weight": 700, color: token("ink3") }],
    [".heading.north", { "text-halign": "left" }],
    [".heading.south", { "text-halign": "right" }],
    [".gate", {
      width: 12, height: 12, "background-opacity": 0, "background-image": sign,
      "background-width": 14, "background-height": 14, "z-index": 20, events: "no",
    }],
    [".landing", { width: 4, height: 4, "background-opacity": 0, events: "no", "z-index": 5 }],
    [".land[unit]", { events: "yes" }],
    [".cell", { shape: "round-rectangle", width: 12, height: 12, "corner-radius": 3, events: "no", "z-index": 6, "background-color": token("shore") }],
    [".near-cell", { width: "data(side)", height: "data(side)", "corner-radius": (node) => node.data("side") / 4 }],
    [".cell.unread", { "background-opacity": 0 }],
    [".cell.unsure", { "border-width": 1.5, "border-style": "dashed", "border-color": token("ink2") }],
    ...Object.keys(VERDICT_LINES).slice(0, 4).map((verdict) => [`.cell.${verdict}`, { "background-color": token(verdict) }]),
    ["edge", {
      "curve-style": "straight", "target-arrow-shape": "triangle", "arrow-scale": 0.85,
      "z-index": 10, "overlay-opacity": 0, "source-endpoint": "inside-to-node",
    }],
    ["edge.bent", {
      "curve-style": "round-segments", "segment-weights": "data(weights)",
      "segment-distances": "data(distances)", "segment-radii": 22, "edge-distances": "node-position",
    }],
    ...Object.entries(VERDICT_LINES).map(([verdict, line]) => [`edge.${verdict}`, {
      ...line, "line-color": token(verdict), "target-arrow-color": token(verdict),
    }]),
    ["edge.in-org, edge.same-account", { "arrow-scale": 0.55, "z-index": 8 }],
    ["edge.hub", { width: 1.5, opacity: 0.8, "arrow-scale": 0.8 }],
    ["edge.public", { "line-color": token("land2"), "line-outline-width": 1.3, "line-outline-color": token("public"), "z-index": 12 }],
    ["edge.external", { "z-index": 11 }],
    ["edge.blocked", { "target-arrow-shape": "tee", opacity: 0.75 }],
    [".badge", {
      shape: "round-rectangle", "corner-radius": 10, width: "data(w)", height: 19, "z-index": 40,
      "background-color": token("surface"), "border-width": 1.4,
      "border-color": (node) => token(node.data("verdict")), color: (node) => token(node.data("verdict")),
      "background-image": sign, "background-width": 12, "background-height": 12,
      "background-position-x": 6, "background-position-y": "50%", "font-family": token("map-sans"),
      "font-size": 13, "font-weight": 700, "text-valign": "center", "text-margin-x": 8,
    }],
    [".badge.added", { "background-color": token("bad-ground"), color: token("bad"), "border-width": 2 }],
    [".badge.removed", { "background-color": token("good-ground"), color: token("good"), "border-width": 2 }],
    [".badge.changed, .badge.mixed", { "background-color": token("warn-ground"), color: token("warn"), "border-width": 2 }],
    [".same", { opacity: 0.3 }],
    ["edge.in-org.same, edge.same-account.same", { opacity: 0.2 }],
    [".found", { "border-width": 4, "border-color": token("highlight-edge"), "z-index": 26 }],
    [".dimmed", { opacity: 0.35 }],
    ...["dimmed", "behind"].flatMap((back) => Object.keys(VERDICT_LINES).slice(0, 7).map((verdict) => [`edge.${verdict}.${back}`, {
      ...pale(verdict), opacity: 1, "z-index": 7,
    }])),
    ["edge.in-org.dimmed, edge.same-account.dimmed", { opacity: 0.2 }],
    ["edge.chosen", { "underlay-color": token("highlight-edge"), "underlay-opacity": 0.4, "underlay-padding": 5, opacity: 1, "z-index": 15 }],
    [".badge.chosen", {
      "background-color": (node) => token(node.data("verdict")), color: token("surface"), "z-index": 41,
      "background-image": (node) => image(sprite, node.data("sign"), token("surface")),
    }],
    [".town.chosen, .party.chosen, .thing.chosen", { "border-width": 3, "border-color": token("highlight-edge"), "z-index": 25 }],
    [".behind", { opacity: 0.35 }],
    [".beside", { opacity: 0.4 }],
    [".aside", { opacity: 0.14 }],
    ["edge.in-org.behind, edge.same-account.behind", { opacity: 0.2 }],
    [".town.on-way, .party.on-way", { "border-width": 3, "border-color": token("highlight-edge"), "z-index": 25 }],
    ["edge.on-way", { "underlay-color": token("highlight-edge"), "underlay-opacity": 0.45, "underlay-padding": 5, opacity: 1, "z-index": 15 }],
    ["edge.leg", {
      "curve-style": "unbundled-bezier", "control-point-distances": 40, "control-point-weights": 0.5,
      width: 2, "line-style": "dashed", "line-dash-pattern": [6, 4], "line-color": token("ink"),
      "target-arrow-color": token("ink"), "z-index": 15,
    }],
    [".stop-number", {
      width: 17, height: 17, "background-color": token("button"), color: token("button-text"), "font-size": 11,
      "font-weight": 700, "font-family": token("map-sans"), "text-valign": "center", "z-index": 60, events: "no",
    }],
    [".slid", { "text-margin-x": "data(aside)" }],
    [".crowded", { label: "" }],
    [".pinned", { "border-width": 3, "border-color": token("ink2"), "border-style": "double" }],
    [".hovered", { label: "data(name)", "font-size": 13, "font-weight": 700, "text-valign": "top", "text-margin-y": -4, color: token("ink"), "text-outline-color": token("land2"), "text-outline-width": 3, "z-index": 50 }],
  ];
  return rules.map(([selector, css]) => ({ selector, style: css }));
}
