/* A search field with a list below it: arrows walk it, Enter takes, Escape closes. */

import { Latest } from "./latest.js";

let count = 0;

/* Return after how many letters to look: one of Japanese says more than one of ASCII. */
export const least = (text) => (/^[\x20-\x7e]*$/.test(text) ? 2 : 1);

const withWords = (url, words) => `${url}${url.includes("?") ? "&" : "?"}${words}`;

export class Finder {
  /* ``taken`` is told which place was taken; else the field holds its key. */
  constructor(input, url, say, taken = (place) => { input.value = place.key; }) {
    this.input = input;
    this.taken = taken;
    this.url = url;
    this.say = say;
    this.places = [];
    this.at = -1;
    this.answers = new Latest((text) => this.ask(text), (found) => this.show(found));
    this.list = document.createElement("ul");
    this.list.className = "found";
    this.list.id = `found-${(count += 1)}`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    input.after(this.list);
    const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    input.addEventListener("input", () => this.type());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // Before the field loses the focus.
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const line = event.target.closest("li");
      if (line) this.take(Number(line.dataset.at));
    });
  }

  type() {
    const text = this.input.value.trim();
    if (text.length < least(text)) return this.close();
    return this.answers.want(text);
  }

  /* Return what is found; null where nobody answers: the form works without the list. */
  async ask(text) {
    try {
      const reply = await fetch(withWords(this.url, `q=${encodeURIComponent(text)}`));
      return reply.ok ? await reply.json() : null;
    } catch {
      return null;
    }
  }

  show(found) {
    if (!found || document.activeElement !== this.input) return this.close();
    const { places, said } = found;
    this.places = places;
    this.at = -1;
    this.list.replaceChildren(...places.map((place, at) => line(place, at, this.list.id)));
    this.list.hidden = !places.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
    return this.say(said);
  }

  key(event) {
    if (event.isComposing) return; // these keys choose among letters
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
    const place = this.places[at];
    this.close();
    this.taken(place);
  }

  close() {
    this.answers.want(null);
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
