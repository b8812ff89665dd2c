"use strict";
(() => {
  // a browser that can't inflate the charts shows their tables, as it does without scripts
  if (!window.DecompressionStream) return;
  const root = document.documentElement;
  const figures = [...document.querySelectorAll("figure[data-chart]")];
  const { numerals, search } = document.currentScript.dataset;
  const words = numerals ? { locale: root.lang, locales: { [root.lang]: { format: JSON.parse(numerals) } } } : {};
  root.classList.add("js");
  for (const box of document.querySelectorAll("details.data")) box.open = false;

  // on a phone a row of a wide table is a card, each of its cells under the name of its column
  for (const table of document.querySelectorAll(".wide:not(.lookup) table")) {
    const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    for (const row of table.tBodies[0].rows) [...row.cells].forEach((cell, i) => {
      if (!cell.hasChildNodes()) return;
      const inner = document.createElement("span");
      inner.append(...cell.childNodes);
      cell.append(inner);
      cell.dataset.head = names[i];
    });
  }

  const inflate = async (text) => {
    const bytes = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };

  let library;
  const plotly = () => (library ??= inflate(document.getElementById("library").textContent).then((text) => {
    const script = document.createElement("script");
    script.textContent = text;
    document.head.append(script);
    return window.Plotly;
  }));

  const forced = matchMedia("(forced-colors: active)");
  const colours = (paper) => {
    const light = paper || forced.matches; // there a chart stands on white
    const style = getComputedStyle(root);
    const ink = light ? "#3b434d" : style.getPropertyValue("--chart-ink").trim();
    return { "font.color": ink, "hoverlabel.bgcolor": light ? "#ffffff" : style.getPropertyValue("--paper").trim() };
  };

  const draw = async (figure) => {
    if (figure.drawing) return figure.drawing;
    return (figure.drawing = (async () => {
      const plot = figure.querySelector(".plot");
      const [Plotly, text] = await Promise.all([plotly(), inflate(figure.querySelector("script.chart").textContent)]);
      const { data, layout } = JSON.parse(text);
      layout.margin = { ...layout.margin };
      if (matchMedia("(pointer: fine)").matches) layout.dragmode = "zoom";
      await Plotly.newPlot(plot, data, layout, { displayModeBar: false, displaylogo: false, responsive: true, ...words });
      await Plotly.relayout(plot, colours(false));
      plot.dataset.drawn = "";
    })().catch((error) => {
      figure.querySelector(".plot").hidden = true;
      figure.querySelectorAll("details.data").forEach((box) => (box.open = true));
      console.error(error);
    }));
  };

  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 200));
  const rest = async () => {
    for (const figure of figures) {
      await new Promise((free) => idle(free));
      await draw(figure);
    }
  };
  const drawn = () => figures.map((figure) => figure.querySelector(".plot[data-drawn]")).filter(Boolean);
  const recolour = () => drawn().forEach((plot) => window.Plotly.relayout(plot, colours(false)));
  // paper is narrower than the screen, white, and dear: a chart lower than on screen leaves fewer half-empty pages
  const paper = () => drawn().forEach((plot) => {
    plot.dataset.height = plot._fullLayout.height;
    const height = Math.round(Math.max(160, plot.dataset.height * 0.8));
    plot.style.height = `${height}px`;
    window.Plotly.relayout(plot, { ...colours(true), width: 640, height });
  });
  const screen = () => drawn().forEach((plot) => {
    plot.style.height = `${plot.dataset.height}px`;
    window.Plotly.relayout(plot, { ...colours(false), width: null, height: Number(plot.dataset.height), autosize: true });
  });

  if (figures.length) {
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        seen.unobserve(entry.target);
        draw(entry.target);
      }
    }, { rootMargin: "400px 0px" });
    figures.forEach((figure) => seen.observe(figure));
    window.addEventListener("load", rest);
    window.addEventListener("beforeprint", paper);
    window.addEventListener("afterprint", screen);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  }

  for (const box of document.querySelectorAll(".lookup")) {
    const rows = [...box.querySelectorAll("tbody tr")];
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = search;
    field.setAttribute("aria-label", search);
    field.addEventListener("input", () => {
      const wanted = field.value.toLowerCase();
      for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
    box.before(field);
  }
})();
