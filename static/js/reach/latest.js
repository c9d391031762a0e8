/* Answers to what was wanted last: asked for at once, one question under way at a time.
   Pure. Nobody waits for a pause in the typing, and nobody is asked for every letter. */

export class Latest {
  constructor(ask, show) {
    Object.assign(this, { ask, show, wanted: null, isAsking: false });
  }

  /* Want the answer to a text; null: to nothing any more. */
  async want(text) {
    this.wanted = text;
    if (this.isAsking) return;
    this.isAsking = true;
    while (this.wanted !== null) {
      const asked = this.wanted;
      const found = await this.ask(asked);
      if (asked !== this.wanted) continue; // late: it is of other letters
      this.wanted = null;
      this.show(found);
    }
    this.isAsking = false;
  }
}
