// The theme that the reader chose in Airflow's UI (its key in the browser's store), or the system's.
"use strict";
(() => {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = window.localStorage.getItem("theme");
    const dark = chosen === "dark" || (chosen !== "light" && system.matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    window.dispatchEvent(new Event("themed"));
  };
  apply();
  window.addEventListener("storage", apply);
  system.addEventListener("change", apply);
})();
