/* A search field with a list below it: arrows walk it, Enter takes, Escape closes. */

const PAUSE = 80; // milliseconds after the last letter

let count = 0;

export class Finder {
  constructor(input, url, say) {
    this.input = input;
    this.url = url;
    this.say = say;
    this.places = [];
    this.at = -1;
    this.asked = 0;
    this.list = document.createElement("ul");
    this.list.className = "found";
    this.list.id = `found-${(count += 1)}`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    input.after(this.list);
    const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // Before the field loses the focus.
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const line = event.target.closest("li");
      if (line) this.take(Number(line.dataset.at));
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const text = this.input.value.trim();
    const number = (this.asked += 1);
    if (text.length < 2) return this.close();
    try {
      const reply = await fetch(`${this.url}?q=${encodeURIComponent(text)}`);
      if (!reply.ok) return this.close();
      const found = await reply.json();
      // An answer that comes late is of other letters.
      if (number === this.asked && document.activeElement === this.input) this.show(found);
    } catch {
      this.close(); // the form still works without the list
    }
    return undefined;
  }

  show({ places, said }) {
    this.places = places;
    this.at = -1;
    this.list.replaceChildren(...places.map((place, at) => line(place, at, this.list.id)));
    this.list.hidden = !places.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
    this.say(said);
  }

  key(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !this.list.hidden) {
      event.preventDefault();
      this.walk(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.take(this.at);
    }
  }

  walk(step) {
    const lines = [...this.list.children];
    this.at = (this.at + step + lines.length) % lines.length;
    lines.forEach((each, at) => each.setAttribute("aria-selected", String(at === this.at)));
    lines[this.at].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", lines[this.at].id);
  }

  take(at) {
    this.input.value = this.places[at].key;
    this.close();
  }

  close() {
    this.asked += 1;
    this.at = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function line(place, at, list) {
  const found = document.createElement("li");
  found.id = `${list}-${at}`;
  found.dataset.at = String(at);
  found.setAttribute("role", "option");
  found.setAttribute("aria-selected", "false");
  const name = document.createElement("bdi");
  name.textContent = place.name || place.account || place.key;
  const more = document.createElement("small");
  const where = [place.word, place.kind === "account" ? "" : place.account_name, place.account];
  more.textContent = where.filter(Boolean).join(" · ");
  found.append(name, more);
  return found;
}
