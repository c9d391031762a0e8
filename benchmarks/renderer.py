"""Cytoscape.js with its canvas and with its experimental WebGL renderer, in software.

    python -m benchmarks.renderer [--accounts 30 60]

Draws so many accounts with four times as many edges, a third of them dashed and a third
dotted, pans, and tells frames a second; the renderers take turns. ``--pictures FOLDER``
keeps what each drew. Chromium draws WebGL by SwiftShader; CHROMIUM names the browser.
docs/adr/0012-canvas-not-webgl.md tells what was found.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MODULE = Path(__file__).parents[1] / "node_modules/cytoscape/dist/cytoscape.umd.js"
FLAGS = (
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
ROUNDS = 2
RENDERERS = {"canvas": False, "WebGL": True}
DRAW = """async ([count, webgl]) => {
  document.body.innerHTML = "<div id=map style='width:1180px;height:800px'></div>";
  const columns = Math.ceil(Math.sqrt(count));
  const nodes = Array.from({ length: count }, (_, at) => ({
    data: { id: `n${at}`, label: `account-${at}` },
    position: { x: (at % columns) * 90, y: Math.floor(at / columns) * 70 } }));
  const edges = Array.from({ length: 4 * count }, (_, at) => ({
    data: { source: `n${(at * 7919) % count}`,
      target: `n${(at * 104729 + 13) % count}` },
    classes: ["solid", "dash", "dots"][at % 3] }));
  const cy = cytoscape({
    container: document.getElementById("map"), elements: { nodes, edges },
    layout: { name: "preset" }, renderer: { name: "canvas", webgl },
    style: [
      { selector: "node", style: { width: 20, height: 20, label: "data(label)" } },
      { selector: "edge", style: { "curve-style": "straight", width: 1.5,
        "target-arrow-shape": "triangle" } },
      { selector: ".dash", style: { "line-style": "dashed" } },
      { selector: ".dots", style: { "line-style": "dotted" } }] });
  cy.fit();
  // The WebGL renderer does not tell when it has drawn.
  await new Promise((done) => setTimeout(done, 1500));
  const times = [];
  for (let at = 0; at < 6; at += 1) {
    cy.panBy({ x: at % 2 ? 9 : -9, y: 3 });
    await new Promise(requestAnimationFrame);
    times.push(performance.now());
  }
  return times.slice(1).map((time, at) => time - times[at]);
}"""


def frames(browser: Browser, count: int, kind: str, folder: str) -> list[float]:
    """Return how long each frame took, in milliseconds."""
    page = browser.new_page(viewport={"width": 1200, "height": 820})
    page.add_script_tag(path=str(MODULE))
    took: list[float] = page.evaluate(DRAW, [count, RENDERERS[kind]])
    if folder:
        page.screenshot(path=str(Path(folder) / f"{kind}-{count}.png"))
    page.close()
    return took


def main() -> None:
    """Draw each, in turn, and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--accounts", type=int, nargs="+", default=[30, 60])
    parser.add_argument("--pictures", default="")
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or None, args=FLAGS
        )
        for count in asked.accounts:
            found: dict[str, list[float]] = defaultdict(list)
            for _round in range(ROUNDS):
                for kind in RENDERERS:
                    found[kind] += frames(browser, count, kind, asked.pictures)
            told = {
                kind: round(1000 / statistics.median(each), 1)
                for kind, each in found.items()
            }
            print(f"{count} accounts, {4 * count} edges, frames a second: {told}")
        browser.close()


if __name__ == "__main__":
    main()
