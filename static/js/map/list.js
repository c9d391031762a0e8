/* The list of edges beside the picture: its rows, and which of them are in sight. */

import { isListed } from "./filters.js";
import { stays } from "./state.js";

export class List {
  constructor(element) {
    this.element = element;
    this.bar = element.querySelector("#hub");
  }

  rows() {
    return [...this.element.querySelectorAll("tbody tr[data-edge]")];
  }

  inSight() {
    return this.rows().filter((row) => !row.hidden);
  }

  /* Return how many rows are in sight, of all. */
  count() {
    return { shown: this.inSight().length, all: this.rows().length };
  }

  row(edge) {
    return this.rows().find((each) => each.dataset.edge === edge);
  }

  /* Leave in sight what fits; return the edges that do not, listed or not. */
  narrow(edges, { on, search, state, hub, texts }) {
    const off = new Set();
    const rows = new Map(this.rows().map((row) => [row.dataset.edge, row]));
    for (const id of new Set([...rows.keys(), ...edges.keys()])) {
      const [row, edge] = [rows.get(id), edges.get(id)];
      const said = row ? [row.textContent] : texts(edge);
      const fits = isListed(edge, on, search, said) && (!edge || stays(edge, state));
      if (!fits) off.add(id);
      if (row) row.hidden = !fits || (hub !== null && !hub.parts.includes(id));
    }
    return off;
  }

  mark(row) {
    for (const each of this.rows()) each.toggleAttribute("aria-current", each === row);
  }

  /* Say which line the rows in sight stand behind; null: none, all are listed. */
  behind(hub) {
    this.bar.hidden = hub === null;
    const link = hub && document.querySelector(`[data-hub="${CSS.escape(hub.id)}"]`);
    this.bar.firstElementChild.textContent = link?.dataset.name ?? "";
  }

  /* Return the row before or after one; at the ends, the last there is. */
  next(edge, step) {
    const rows = this.inSight();
    if (!rows.length) return null;
    const at = rows.findIndex((row) => row.dataset.edge === edge);
    return rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
  }
}
