/* Keys that do something by themselves: whether they are used on this device, and the list
   on the page that says what each does. */

const KEPT = "accessmap-keys";

export function areOn() {
  return localStorage.getItem(KEPT) !== "off";
}

/* Show the list, or fold it. */
export function unfold() {
  const list = document.getElementById("keys");
  if (!list) return;
  list.open = !list.open;
  list.scrollIntoView({ block: "nearest" });
}

const switcher = document.getElementById("keys-on");
if (switcher) {
  switcher.checked = areOn();
  switcher.closest("label").hidden = false;
  switcher.addEventListener("change", () => {
    localStorage.setItem(KEPT, switcher.checked ? "on" : "off");
  });
}
