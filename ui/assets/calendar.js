// One stop for the tab key in each calendar, arrows between its days: up and down a day, left and right a week (in a strip a day).
"use strict";
(() => {
  const STEPS = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -7, ArrowRight: 7, Home: -Infinity, End: Infinity };
  const STRIP = { ArrowLeft: -1, ArrowRight: 1 };
  for (const calendar of document.querySelectorAll("[data-calendar]")) {
    const day = (link) => link.pathname.split("/").pop();
    const links = [...calendar.querySelectorAll("td a")].sort((one, other) => (day(one) < day(other) ? -1 : 1));
    const choose = (chosen) => links.forEach((link) => { link.tabIndex = link === chosen ? 0 : -1; });
    choose(links[links.length - 1]);
    calendar.addEventListener("focusin", (event) => { if (links.includes(event.target)) choose(event.target); });
    calendar.addEventListener("keydown", (event) => {
      const here = links.indexOf(event.target);
      if (here < 0 || !(event.key in STEPS)) return;
      event.preventDefault();
      const step = calendar.dataset.calendar === "strip" ? (STRIP[event.key] ?? STEPS[event.key]) : STEPS[event.key];
      links[Math.min(links.length - 1, Math.max(0, here + step))].focus();
    });
  }
})();
