/* Back closes what was opened last: a panel or something unfolded is one step of the
   browser's history; whatever else changes is written into the step one is at. */

export class Past {
  constructor({ address, isOpen, come }) {
    Object.assign(this, { address, isOpen, come });
    this.isLeaving = false; // we went back ourselves, and the browser is not there yet
    this.isComing = true; // what an address says is being opened
    this.wasOpen = false;
    window.addEventListener("popstate", () => this.popped());
  }

  /* Open what the address says, as the step one is at. */
  async arrive() {
    this.isComing = true;
    await this.come();
    this.isComing = false;
    this.wasOpen = this.isOpen();
  }

  /* Keep in the address what is chosen, asked, hidden and pinned. */
  keep() {
    if (this.isLeaving) return;
    const [isOpen, isStep] = [this.isOpen(), history.state?.isOpen ?? false];
    if (isStep && !isOpen && !this.isComing) {
      this.isLeaving = true;
      history.back();
      return;
    }
    if (isOpen && !isStep && !this.wasOpen && !this.isComing) history.pushState({ isOpen }, "", this.address());
    else history.replaceState({ isOpen: isStep }, "", this.address());
    this.wasOpen = isOpen;
  }

  popped() {
    if (!this.isLeaving) return this.arrive();
    this.isLeaving = false;
    this.wasOpen = false;
    return this.keep();
  }
}
