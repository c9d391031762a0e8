/* Where the menu opens, and of what: at the pointer, or at the line that has the focus. */

import { endsOf } from "./addresses.js";
import { targetOf } from "./stands.js";

export function menus({ menu, list, canvas, chosen, seen }) {
  function openMenu(meant, at) {
    const { drawing, edges, towns } = seen();
    // Seen from near there are edges that the picture from afar does not have.
    const known = meant.edge && !edges.has(meant.edge) ? new Map([[meant.edge, endsOf(meant.edge)]]) : edges;
    const target = targetOf(meant, known, towns);
    if (!target) return;
    const names = meant.edge ? { from: drawing.nameOf(target.from), to: drawing.nameOf(target.to) } : {};
    const ends = [names.from, names.to].filter(Boolean).join(" → ");
    const name = meant.edge ? list.row(meant.edge)?.dataset.name ?? ends : drawing.nameOf(meant.place);
    menu.open({ ...target, name: name ?? "", names }, at);
  }

  /* Open the menu of what has the focus, an edge or an account, else of what is chosen. */
  function menuAt(element) {
    const meant = focused(element) ?? meantBy(chosen());
    if (!meant || !seen()) return false;
    const row = meant.edge && list.row(meant.edge);
    const isInSight = row && !row.hidden && !list.element.hidden;
    const beside = isInSight ? row : element.closest("button, tr") ?? canvas;
    const { left: x, bottom: y } = beside.getBoundingClientRect();
    openMenu(meant, { x: x + 24, y: Math.min(y, innerHeight / 2) });
    return true;
  }

  return { openMenu, menuAt };
}

function focused(element) {
  const { edge } = element.closest("tr[data-edge]")?.dataset ?? {};
  const { account } = element.closest("tr")?.querySelector("a[data-account]")?.dataset ?? {};
  if (edge) return { edge };
  return account ? { place: account } : null;
}

function meantBy({ edge, account }) {
  if (edge) return { edge };
  return account ? { place: account } : null;
}
