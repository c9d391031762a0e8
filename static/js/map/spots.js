/* The accounts that a search names, lit up on a large map: as spots from afar, as rings
   near by. */

import { search } from "./accounts.js";
import { node } from "./elements.js";
import { unclutter } from "./names.js";

const NAMED = 12; // of those found: more names would cover each other

export class Spots {
  constructor(cy) {
    Object.assign(this, { cy, words: "", hits: [] });
  }

  /* Light up what the words name in the account graph. */
  find(graph, isNear) {
    this.hits = search(graph, this.words);
    this.cy.batch(() => {
      this.cy.nodes(".spot").remove();
      if (!isNear) this.cy.add(this.hits.map((each) => this.spot(graph, each)));
    });
    if (this.hits.length && !isNear) unclutter(this.cy);
    if (isNear) this.ring(graph);
  }

  spot({ ends, names, x, y }, each) {
    const label = this.hits.length <= NAMED ? { label: `${names[each]} ${ends[each]}` } : {};
    return node(`spot:${ends[each]}`, x[each], y[each], { place: ends[each], name: names[each], ...label }, "spot");
  }

  ring(graph) {
    if (!this.words) return;
    for (const each of this.hits) this.cy.getElementById(graph.ends[each]).addClass("found");
  }
}
