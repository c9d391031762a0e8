/* Back closes what was opened last: a panel is one step of the browser's history, and
   what is unfolded is one more; whatever else changes is written into the step one is at. */

export class Past {
  constructor({ address, depth, come }) {
    Object.assign(this, { address, depth, come });
    this.isLeaving = false; // we went back ourselves, and the browser is not there yet
    this.isComing = true; // what an address says is being opened
    this.was = 0; // how much was open when it was last kept
    window.addEventListener("popstate", () => this.popped());
  }

  /* Open what the address says, as the step one is at. */
  async arrive() {
    this.isComing = true;
    await this.come();
    this.isComing = false;
    this.was = this.depth();
  }

  /* Keep in the address what is chosen, asked, hidden and pinned. */
  keep() {
    if (this.isLeaving) return;
    const [depth, steps] = [this.depth(), history.state?.steps ?? 0]; // of our own below this one
    const back = this.isComing ? 0 : Math.min(this.was - depth, steps);
    const isDeeper = depth > this.was && !this.isComing;
    this.was = depth;
    if (back > 0) {
      this.isLeaving = true;
      history.go(-back);
    } else if (isDeeper) history.pushState({ steps: steps + 1 }, "", this.address());
    else history.replaceState({ steps }, "", this.address());
  }

  popped() {
    if (!this.isLeaving) return this.arrive();
    this.isLeaving = false;
    return this.keep();
  }
}
