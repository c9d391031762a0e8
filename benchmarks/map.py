"""How quickly the map of a large organization is there, moves, finds and opens up.

    python -m tests.postgres python -m benchmarks.map
    python -m benchmarks.map [--accounts 5000] [--pairs 40000]         (on SQLite)

Fills an empty database of its own, starts gunicorn as ``make run`` does (on PORT), and
looks with Chromium, which draws without a graphics card. CHROMIUM names the browser.
Goals: interactive under 2 s from a warm server; 30 frames a second while one pans and
zooms, at every zoom; search under 100 ms (95th percentile); an account opened under
300 ms; its graph at most 250 kB, and told in 1 ms that it has not changed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from benchmarks import map_world
from benchmarks.served import installed, percentile, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run")
CLOSER = 1.3  # what one press of + does
ZOOMS = (0, 1, 3, 5, 7, 9, 11, 13)  # presses of + from the whole map
ASKED = 30
TURN = (-40, 40)  # of the wheel, nearer and farther
# Counts the frames that are shown while something else moves the map.
COUNT = """() => { const seen = { times: [], on: true }; window.framesSeen = seen;
  const next = (at) => {
    seen.times.push(at); if (seen.on) requestAnimationFrame(next); };
  requestAnimationFrame(next); }"""
COUNTED = """() => { const { times } = window.framesSeen; window.framesSeen.on = false;
  return times; }"""
# From the event to the frame that shows what it did.
TIMED = """([script, value]) => new Promise((done) => {
  const began = performance.now();
  new Function("value", script)(value);
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
})"""
SEARCH = """const box = document.getElementById("map-search"); box.value = value;
  box.dispatchEvent(new Event("input", { bubbles: true }));"""
# One of the cells comes to the middle of the screen.
CENTRED = """() => { const { cy } = document.getElementById("picture")._cyreg;
  const cells = cy.nodes(".cell"); cy.center(cells[Math.floor(cells.length / 2)]); }"""
DRAWN = "#main[data-state=drawn]"
READY = "#picture[data-opens]"
CY = "document.getElementById('picture')._cyreg.cy"


def first(context: Callable[[], Page]) -> tuple[list[float], list[float]]:
    """Return seconds until the map is drawn, and until it can be opened up."""
    drawn, ready = [], []
    for _time in range(5):
        page = context()
        began = time.perf_counter()
        page.goto("/", wait_until="commit")
        page.wait_for_selector(DRAWN)
        drawn.append(time.perf_counter() - began)
        page.wait_for_selector(READY)
        ready.append(time.perf_counter() - began)
        page.context.close()
    return drawn, ready


def frames(page: Page) -> Iterator[tuple[int, int, float, float]]:
    """Yield at each zoom: presses, elements, frames a second panning and zooming.

    One comes nearer to accounts: the middle of the map may be empty.
    """
    area = page.locator("#picture").bounding_box()
    assert area
    x, y = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
    page.evaluate(CENTRED)
    pressed = 0
    for presses in ZOOMS:
        while pressed < presses:
            page.click("[data-zoom='1.3']")
            pressed += 1
        page.wait_for_timeout(800)
        elements = page.evaluate(f"{CY}.elements().length")
        page.mouse.move(x, y)
        page.mouse.down()
        before = page.evaluate(f"{CY}.pan()")
        zoom = page.evaluate(f"{CY}.zoom()")
        panned = _rate(page, lambda step: page.mouse.move(x + 3 * step, y + 2 * step))
        page.mouse.up()
        assert page.evaluate(f"{CY}.pan()") != before
        page.wait_for_timeout(400)
        zoomed = _rate(page, lambda step: page.mouse.wheel(0, TURN[step // 10 % 2]))
        page.wait_for_timeout(400)
        # Back to where it began: else one ends beside all accounts.
        page.evaluate(f"(at) => {CY}.viewport(at) && 0", {"zoom": zoom, "pan": before})
        yield presses, elements, panned, zoomed


def _rate(page: Page, move: Callable[[int], object]) -> float:
    page.evaluate(COUNT)
    until = time.perf_counter() + 2
    step = 0
    while time.perf_counter() < until:
        move(step % 60)
        step += 1
    times = page.evaluate(COUNTED)
    return 1000 * (len(times) - 1) / (times[-1] - times[0])


def searches(page: Page, names: Sequence[str]) -> list[float]:
    """Return the milliseconds from a letter to what it found, letter by letter."""
    typed = [name[:end] for name in names for end in range(3, len(name) + 1, 3)]
    found = [page.evaluate(TIMED, [SEARCH, each]) for each in typed]
    page.evaluate(TIMED, [SEARCH, ""])
    return found


def openings(page: Page) -> list[float]:
    """Return the milliseconds from choosing an account to who is around it."""
    choose = f"{CY}.getElementById(value).emit('tap');"
    page.click("[data-zoom='0']")
    page.evaluate(f"{CY}.nodes('.land[unit]')[3].emit('tap') && 0")
    for _press in range(4):
        page.click("[data-zoom='1.3']")
    page.wait_for_timeout(800)
    found = []
    for number in range(ASKED):
        towns = page.evaluate(f"{CY}.nodes('.town').map((each) => each.id())")
        chosen = towns[number * 7 % len(towns)]
        found.append(page.evaluate(TIMED, [choose, chosen]))
        assert page.evaluate(f"{CY}.nodes('.guest').length"), chosen
        page.evaluate(TIMED, [choose, chosen])  # closed again
    return found


def unchanged(cookie: str, address: str) -> tuple[int, float]:
    """Return the graph's bytes as sent, and the milliseconds of a 304 over HTTP."""
    request = urllib.request.Request(f"{address}/map/accounts")
    request.add_header("Cookie", cookie)
    request.add_header("Accept-Encoding", "gzip")
    with urllib.request.urlopen(request) as reply:
        size, etag = len(reply.read()), reply.headers["ETag"]
    request.add_header("If-None-Match", etag)
    took = []
    for _time in range(200):
        began = time.perf_counter()
        with suppress(urllib.error.HTTPError):  # urllib takes 304 for one
            urllib.request.urlopen(request)
            raise AssertionError(etag)
        took.append((time.perf_counter() - began) * 1000)
    return size, statistics.median(took)


def look(address: str, session: str, names: Sequence[str]) -> None:
    """Open the map in a browser, and print what was measured."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or None
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS])

        def window() -> Page:
            size: Any = {"width": 1440, "height": 900}
            context = browser.new_context(base_url=address, viewport=size)
            cookie: Any = {"name": "sessionid", "value": session, "url": address}
            context.add_cookies([cookie])
            return context.new_page()

        page = window()
        began = time.perf_counter()
        page.goto("/")
        page.wait_for_selector(READY)
        print(f"the server still cold: {time.perf_counter() - began:.2f} s")
        drawn, ready = first(window)
        print(
            f"warm: drawn after {statistics.median(drawn):.2f} s (worst"
            f" {max(drawn):.2f}), opens up after {statistics.median(ready):.2f} s"
        )
        for presses, elements, panned, zoomed in frames(page):
            print(
                f"zoom × {CLOSER**presses:5.1f}: {elements:5,} elements,"
                f" {panned:5.1f} frames a second panning, {zoomed:5.1f} zooming"
            )
        page.click("[data-zoom='0']")
        took = searches(page, names[:ASKED])
        print(
            f"search: {statistics.median(took):.0f} ms, p95 {percentile(took):.0f} ms"
        )
        took = openings(page)
        print(
            f"opening: {statistics.median(took):.0f} ms, p95 {percentile(took):.0f} ms"
        )
        browser.close()
    size, took_once = unchanged(f"sessionid={session}", address)
    print(f"to know that it has not changed: {_known():.2f} ms of CPU")
    print(f"account graph: {size:,} bytes; a 304 over HTTP {took_once:.1f} ms")


def _known() -> float:
    """Return the milliseconds of CPU in which the handler knows what it would send."""
    from django.http import QueryDict

    from accessmap.graph.generation import etag

    etag(QueryDict(""))
    began = time.process_time()
    for _time in range(500):
        etag(QueryDict(""))
    return (time.process_time() - began) * 2


def main() -> None:
    """Fill, serve, look and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=5_000)
    parser.add_argument("--pairs", type=int, default=40_000)
    words = parser.parse_args()
    port = int(os.environ.get("PORT", "8000"))
    with installed(port) as session:
        from django.db import connection

        from accessmap.models import Account

        map_world.fill(words.accounts, words.pairs)
        names = list(Account.objects.order_by("pk").values_list("name", flat=True))
        print(
            f"{words.accounts:,} accounts, {words.pairs:,} pairs, {connection.vendor},"
            f" {len(os.sched_getaffinity(0))} cores"
        )
        connection.close()
        with serving(port) as (address, _pid):
            look(address, session, names)


if __name__ == "__main__":
    main()
