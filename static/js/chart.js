// Draws the page's one figure with Plotly, in the colours of the page.

import { dressed, widthOf } from "./figure.js";

const place = document.getElementById("chart");
const figure = JSON.parse(document.getElementById("figure").textContent);
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function draw() {
  const { data, layout } = dressed(figure, colour, getComputedStyle(document.body).fontFamily);
  const width = widthOf(figure, place.clientWidth);
  // What scrolls has to be reached by keyboard.
  if (width) place.tabIndex = 0;
  else place.removeAttribute("tabindex");
  window.Plotly.react(place, data, width ? { ...layout, width } : layout, {
    displayModeBar: false,
    responsive: !width,
    locale: document.documentElement.lang,
  });
}

draw();
dark.addEventListener("change", draw);
