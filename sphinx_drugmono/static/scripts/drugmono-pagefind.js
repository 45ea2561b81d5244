// The full text of all pages, on the page of Sphinx's search: see drugmono_full_text_search.

"use strict";

(() => {
  const script = document.currentScript;
  const root = new URL(document.documentElement.dataset.content_root || "./", window.location);
  const bundle = new URL("pagefind/", root).href;

  function show() {
    const place = document.querySelector("[role=main], main") || document.body;
    const heading = document.createElement("h2");
    heading.textContent = script.dataset.heading;
    const box = document.createElement("div");
    box.id = "drugmono-full-text";
    place.append(heading, box);
    const ui = new window.PagefindUI({
      element: "#drugmono-full-text",
      bundlePath: bundle,
      showImages: false,
      showSubResults: true,
    });
    const query = new URLSearchParams(window.location.search).get("q");
    if (query) ui.triggerSearch(query);
  }

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = `${bundle}pagefind-ui.css`;
  const code = document.createElement("script");
  code.src = `${bundle}pagefind-ui.js`;
  code.addEventListener("load", show);
  document.head.append(style, code);
})();
