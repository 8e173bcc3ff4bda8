// Draws every element with data-figure that is seen by Plotly, in the page's colours, and anew when the theme changes.
"use strict";
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const draw = () => {
    for (const place of document.querySelectorAll("[data-figure]")) {
      const figure = JSON.parse(place.dataset.figure);
      if (!place.offsetParent) continue; // within something closed: drawn when that opens
      const once = new Set(figure.traces.flatMap((trace) => trace.x)).size === 1; // a moment of a time axis would be cut into milliseconds
      const axis = { gridcolor: colour("--line"), zerolinecolor: colour("--line"), automargin: true };
      const layout = {
        paper_bgcolor: "transparent", plot_bgcolor: "transparent", height: 260,
        font: { color: colour("--text"), family: "inherit", size: 13 },
        colorway: ["--one", "--two", "--three", "--four", "--five", "--six"].map(colour),
        margin: { l: 48, r: 12, t: 8, b: 40 }, barmode: "stack", legend: { orientation: "h", y: -0.25 },
        xaxis: once ? { ...axis, type: "category" } : axis, yaxis: { ...axis, rangemode: "tozero", title: { text: figure.unit } },
      };
      window.Plotly.react(place, figure.traces, layout, { displayModeBar: false, responsive: true });
    }
  };
  window.addEventListener("DOMContentLoaded", draw);
  document.addEventListener("toggle", (event) => { if (event.target.open && event.target.querySelector("[data-figure]")) draw(); }, true);
  window.addEventListener("themed", () => { if (document.readyState !== "loading") draw(); });
})();
