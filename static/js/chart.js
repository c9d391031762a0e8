// Draws the page's one figure with Plotly, in the colours of the page.

import { dressed } from "./figure.js";

const place = document.getElementById("chart");
const figure = JSON.parse(document.getElementById("figure").textContent);
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function draw() {
  const { data, layout } = dressed(figure, colour, getComputedStyle(document.body).fontFamily);
  window.Plotly.react(place, data, layout, {
    displayModeBar: false,
    responsive: true,
    locale: document.documentElement.lang,
  });
}

draw();
dark.addEventListener("change", draw);
