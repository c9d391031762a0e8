/* Where the menu opens, and of what: at the pointer, or at the line that has the focus. */

import { targetOf } from "./stands.js";

export function menus({ menu, list, canvas, chosen, seen }) {
  function openMenu(meant, at) {
    const { drawing, edges, towns } = seen();
    const target = targetOf(meant, edges, towns);
    if (!target) return;
    const name = meant.edge ? list.row(meant.edge)?.dataset.name : drawing.nameOf(meant.place);
    const names = meant.edge ? { from: drawing.nameOf(target.from), to: drawing.nameOf(target.to) } : {};
    menu.open({ ...target, name: name ?? "", names }, at);
  }

  /* Open the menu of the line that has the focus, else of the chosen one. */
  function menuAt(element) {
    const row = element.closest("tr[data-edge]") ?? list.row(chosen());
    if (!row || !seen()) return false;
    const { left: x, bottom: y } = (row.hidden || list.element.hidden ? canvas : row).getBoundingClientRect();
    openMenu({ edge: row.dataset.edge }, { x: x + 24, y: Math.min(y, innerHeight / 2) });
    return true;
  }

  return { openMenu, menuAt };
}
