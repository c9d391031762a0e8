// On a phone the list comes before all the ways to narrow it; these are one tap away.

const words = document.querySelector(".all-words");
if (words && window.matchMedia("(max-width: 900px)").matches) words.open = false;
