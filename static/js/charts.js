// Draws <canvas data-chart="id"> from the JSON in <script type="application/json" id="id">.
"use strict";

const style = getComputedStyle(document.documentElement);
const ink = (name) => style.getPropertyValue(`--${name}`).trim();
const pens = [ink("ink"), "#7a93b5", "#9a7b2f", "#5b6470", "#3d7a6b", "#8a6d9e"];
const dashes = [[], [6, 4], [2, 3], [10, 4, 2, 4], [4, 2], [12, 4]];

Chart.defaults.font.family = style.getPropertyValue("--bs-body-font-family");
Chart.defaults.font.size = 0.85 * parseFloat(style.fontSize);
Chart.defaults.color = ink("quiet");
Chart.defaults.borderColor = ink("line");
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;

const draw = (canvas) => {
  const chart = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
  chart.data.datasets.forEach((line, place) => {
    const pen = pens[place % pens.length];
    line.borderColor ??= pen;
    line.backgroundColor ??= chart.type === "line" ? "transparent" : pen;
    line.borderDash ??= chart.type === "line" ? dashes[place % dashes.length] : undefined;
    line.borderWidth ??= chart.type === "line" ? 2 : 0;
  });
  Chart.getChart(canvas)?.destroy();
  new Chart(canvas, chart);
};
const drawAll = (within) => within.querySelectorAll("canvas[data-chart]").forEach(draw);

drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt.parentNode ?? document));
addEventListener("beforeprint", () => Object.values(Chart.instances).forEach((chart) => chart.resize()));
