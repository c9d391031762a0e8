/* Signs for the canvas, cut from the same sprite that the pages use. Pure. */

export const OF_VERDICT = {
  public: "globe", "any-account": "asterisk", external: "diamond", unknown: "unknown",
  federated: "hexagon", service: "cog", organization: "squares", "in-org": "square",
  "same-account": "square",
};

export const OF_GROUP = {
  vendors: ["external", "diamond"],
  left: ["external", "diamond-struck"],
  unknown: ["external", "diamond-unknown"],
  identity: ["federated", "hexagon"],
  services: ["service", "cog"],
  public: ["public", "globe"],
  home: ["in-org", "square"],
  others: ["in-org", "square"],
};

/* Return verdict and sign of a party on the rim. */
export function ofParty(party) {
  return party.id === "any-account" || party.is_any ? ["any-account", "asterisk"] : OF_GROUP[party.group];
}

/* Return what stands inside one symbol of the sprite. */
export function symbol(sprite, id) {
  const found = sprite.match(new RegExp(`<symbol id="${id}"[^>]*>(.*?)</symbol>`, "s"));
  return found ? found[1] : "";
}

/* Return a symbol as an image in one colour, for a node's background. */
export function image(sprite, id, colour) {
  const open =
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 16 16" ' +
    `fill="none" stroke="${colour}" color="${colour}" stroke-width="1.6" ` +
    'stroke-linecap="round" stroke-linejoin="round">';
  return `data:image/svg+xml,${encodeURIComponent(`${open}${symbol(sprite, id)}</svg>`)}`;
}

/* Return the hatch of land that was not read. */
export function hatch(colour) {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">' +
    `<path d="M-2 2 2-2M0 8 8 0M6 10l4-4" stroke="${colour}" stroke-width="1"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
