/* A phone shows the list of edges or the picture: the list first, the other one tap away. */

export class Views {
  constructor(controls, page, shown) {
    Object.assign(this, { controls, page, shown });
    controls.addEventListener("click", (event) => {
      const button = event.target.closest("[data-view]");
      if (button) this.show(button.dataset.view);
    });
  }

  show(view) {
    if ((this.page.dataset.view ?? "list") === view) return;
    this.page.dataset.view = view;
    for (const each of this.controls.querySelectorAll("[data-view]")) {
      each.setAttribute("aria-pressed", String(each.dataset.view === view));
    }
    this.shown();
  }
}
