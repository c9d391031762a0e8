/* One account or one edge unfolded on the canvas, in place of the map until closed. */

export class Unfolding {
  constructor(bar, address, tell) {
    this.bar = bar;
    this.address = address;
    this.tell = tell;
    this.picture = null;
    this.home = ""; // the account that is opened
    bar.querySelector("[data-shut]").addEventListener("click", () => this.shut());
  }

  /* Unfold an account by its id, or an edge by its name ("source>target"). */
  async open(what) {
    const words = new URLSearchParams(location.search);
    const [source, target] = what.split(">");
    if (target) for (const [name, value] of [["from", source], ["to", target]]) words.set(name, value);
    else words.set("home", what);
    const reply = await fetch(`${this.address}?${words}`);
    const { home = "", name = "", picture = null, says = "", list = "" } = reply.ok ? await reply.json() : {};
    const link = this.bar.querySelector("a");
    Object.assign(this, { home, picture });
    this.bar.querySelector("[data-name]").textContent = name;
    this.bar.querySelector("[data-says]").textContent = reply.ok ? says : this.bar.dataset.failed;
    link.hidden = !list;
    if (list) link.href = list;
    this.bar.hidden = false;
    if (picture) this.tell.drawn(what, picture);
  }

  /* Return where the grants of one line are, or null. */
  edge(id) {
    const found = this.picture?.edges.find((each) => each.id === id);
    return found ? new URLSearchParams(found.words).toString() : null;
  }

  shut() {
    if (this.bar.hidden) return false;
    this.bar.hidden = true;
    const wasDrawn = this.picture !== null;
    this.picture = null;
    if (wasDrawn) this.tell.shut();
    return true;
  }
}
