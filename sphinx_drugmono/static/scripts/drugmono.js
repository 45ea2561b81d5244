/* What pages with monographs share: data loaded when needed, filters, neighbours, previews. */
(() => {
  "use strict";

  const script = document.currentScript;
  const STATIC = new URL(".", script.src);
  const ROOT = new URL("..", STATIC);
  const DATA = new URL("drugmono-data/", STATIC);
  const texts = window.drugmonoTexts || {};
  const received = new Map();
  const loading = new Map();

  /** The text in the language of the site, with values for its {names}. */
  function _(text, values = {}) {
    return (texts[text] || text).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  function loadScript(url) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = url;
      element.onload = () => resolve();
      element.onerror = () => reject(new Error(`cannot load ${url}`));
      document.head.append(element);
    }).finally(() => loading.delete(url.href));
  }

  function once(url) {
    if (!loading.has(url.href)) loading.set(url.href, loadScript(url));
    return loading.get(url.href);
  }

  /** Load a file of data; one made for another version of the site is refused. */
  async function load(name, version) {
    if (!received.has(name)) {
      const url = new URL(`${name}.js`, DATA);
      if (version) url.searchParams.set("v", version);
      await once(url);
    }
    const data = received.get(name);
    if (!data || (version && data.version !== version)) throw new Error(`no such data: ${name}`);
    return data;
  }

  /** Make an element with attributes and children; text stays text. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  let numbers = 0;
  const newId = () => `drugmono-${++numbers}`;

  const plain = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

  /** The address of a drug in data, which leaves out what can be made of the name. */
  function drugAddress(name, short, suffix) {
    if (short.startsWith("=")) return short.slice(1);
    let [page, fragment] = short.split("#");
    if (page === "" || page.endsWith("/")) page += plain(name);
    fragment ||= `drug-${page.slice(page.lastIndexOf("/") + 1)}`;
    return `${page}${suffix}#${fragment}`;
  }

  window.drugmono = {
    _,
    drugAddress,
    load,
    loadSearch: () => window.drugmono.search || once(new URL("drugmono-search.js", STATIC)),
    make,
    newId,
    plain,
    receive: (name, data) => received.set(name, data),
    root: ROOT,
  };

  /* Filters */

  const ENTRIES_WITHOUT_FILTER = 20;

  /** What stands and falls with a list: its group, or the letter above it. */
  function headingOf(list) {
    const group = list.closest(".drugmono-group");
    if (group) return group;
    const before = list.previousElementSibling;
    return before?.matches("h2, h3, .drugmono-letter") ? before : null;
  }

  function addFilters() {
    const indices = new Map();
    for (const list of document.querySelectorAll(".drugmono-names, .drugmono-claims")) {
      const index = list.closest("section.drugmono-effect") || list.parentElement;
      indices.set(index, [...(indices.get(index) || []), list]);
    }
    for (const lists of indices.values()) addFilter(lists);
  }

  function addFilter(lists) {
    const entries = lists.flatMap((list) =>
      [...list.children].map((element) => ({ element, list, text: element.textContent.toLowerCase() })),
    );
    if (entries.length <= ENTRIES_WITHOUT_FILTER) return;
    const id = newId();
    const input = make("input", { id, type: "text", autocomplete: "off", spellcheck: "false" });
    const status = make("span", { class: "drugmono-filter-status", role: "status" });
    const filter = make(
      "div",
      { class: "drugmono-filter" },
      make("label", { for: id }, _("Filter this list")),
      input,
      status,
    );
    function apply() {
      const terms = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const used = new Set();
      let shown = 0;
      for (const { element, list, text } of entries) {
        const fits = terms.every((term) => text.includes(term));
        element.hidden = !fits;
        if (fits) {
          shown++;
          used.add(list);
        }
      }
      for (const list of lists) {
        list.hidden = !used.has(list);
        const heading = headingOf(list);
        if (heading) heading.hidden = list.hidden;
      }
      status.textContent = terms.length
        ? _("{shown} of {total} shown", { shown, total: entries.length })
        : "";
    }
    input.addEventListener("input", apply);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && input.value) {
        input.value = "";
        apply();
      }
    });
    (headingOf(lists[0]) || lists[0]).before(filter);
  }

  /* On paper a page says where it comes from. */

  function addAddresses() {
    const canonical = document.querySelector("link[rel=canonical]");
    const address = canonical ? canonical.href : window.location.href.split("#")[0];
    for (const monograph of document.querySelectorAll(".drugmono-monograph:is(section, div)")) {
      monograph.append(make("p", { class: "drugmono-address" }, _("From {address}", { address })));
    }
  }

  /* The drugs before and after one, at the link to its place in the index */

  async function addNeighbours(place) {
    const index = place.querySelector("a");
    const letter = index?.pathname.match(/.*letter-([\w-]+)/);
    if (!letter) return;
    const data = await load(`beside-${letter[1]}`);
    const drugs = data.drugs.split("\n").map((row) => {
      const [name, short = ""] = row.split("\t");
      return { name, url: new URL(drugAddress(name, short, data.suffix), ROOT) };
    });
    const id = document.querySelector(".drugmono-monograph:is(section, div)")?.id;
    const named = drugs.filter(({ url }) => url.hash === `#${id}`);
    const own = named.length > 1 ? named.find(({ url }) => url.pathname === location.pathname) : named[0];
    if (!own) return;
    const link = (drug, rel, label) =>
      drug ? make("a", { rel, href: drug.url.href }, make("span", {}, label), ` ${drug.name}`) : "";
    const at = drugs.indexOf(own);
    place.setAttribute("aria-label", index.textContent);
    place.append(
      link(drugs[at - 1], "prev", _("Previous drug")),
      link(drugs[at + 1], "next", _("Next drug")),
    );
  }

  function watchNeighbours() {
    const place = document.querySelector(".drugmono-beside");
    if (!place || !window.IntersectionObserver) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        addNeighbours(place).catch(() => {}); // The link to the index stays.
      },
      { rootMargin: "200px" },
    );
    observer.observe(place);
  }

  /* Previews */

  const LINKS = [
    "a.drugmono-monograph",
    "a.drugmono-effect",
    ".drugmono-glance a",
    ".drugmono-names a",
    ".drugmono-claims a",
    ".drugmono-finder-results li > a",
  ].join(", ");
  const PREVIEW_FILES = 64;
  const DELAY = 300; // milliseconds a pointer rests, or the focus stays, before a preview opens

  /** The number of the file that has the preview of a page; formulary/previews.py has the same. */
  function previewFile(path) {
    let sum = 0;
    for (let i = 0; i < path.length; i++) sum = (sum * 31 + path.charCodeAt(i)) % 65521;
    return `previews-${sum % PREVIEW_FILES}`;
  }

  /** The preview for an address: that of the monograph the address leads to or into. */
  async function findPreview(link) {
    const url = new URL(link.href);
    const page = url.origin + url.pathname;
    const root = ROOT.origin + ROOT.pathname;
    if (!page.startsWith(root)) return null;
    const path = page.slice(root.length);
    const entries = (await load(previewFile(path)))[path] || [];
    const fragment = url.hash.slice(1);
    const within = !fragment.startsWith("drug-"); // a section of the page's one monograph
    const fits = ([id]) => within || !id || fragment === id || fragment.startsWith(`${id}-`);
    return entries.filter(fits).sort((a, b) => b[0].length - a[0].length)[0] || null;
  }

  function drugPreview(name, summary, count, serious, more) {
    const grave = serious.join(", ");
    return [
      make("strong", {}, name),
      summary ? make("p", {}, summary) : null,
      count
        ? make("p", {}, _(count === 1 ? "1 side effect listed." : "{count} side effects listed.", { count }))
        : null,
      grave
        ? make(
            "p",
            { class: "drugmono-preview-serious" },
            more
              ? _("Serious: {names} and {more} more", { names: grave, more })
              : _("Serious: {names}", { names: grave }),
          )
        : null,
    ];
  }

  function effectPreview(name, clinical, count, serious) {
    return [
      make("strong", {}, name),
      clinical ? make("p", {}, clinical) : null,
      make("p", {}, _(count === 1 ? "1 drug lists it." : "{count} drugs list it.", { count })),
      serious
        ? make(
            "p",
            { class: "drugmono-preview-serious" },
            _(serious === 1 ? "1 drug lists it as serious." : "{count} drugs list it as serious.", {
              count: serious,
            }),
          )
        : null,
    ];
  }

  class Preview {
    constructor() {
      this.box = make("div", {
        class: "drugmono-preview",
        id: newId(),
        role: "tooltip",
        popover: "manual",
        hidden: true,
      });
      this.link = null;
      this.timer = 0;
      document.body.append(this.box);
      document.addEventListener("pointerover", (event) => this.over(event));
      document.addEventListener("focusin", (event) => {
        const link = event.target.closest?.(LINKS);
        if (link && link.matches(":focus-visible")) this.plan(link);
        else this.close();
      });
      document.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.close();
      });
      const scrolled = () => this.box.hidden || this.close();
      document.addEventListener("scroll", scrolled, { passive: true });
    }

    over(event) {
      if (event.pointerType !== "mouse") return;
      const link = event.target.closest?.(LINKS);
      if (link) this.plan(link);
      else if (!this.box.contains(event.target) && this.link !== document.activeElement) {
        this.later(() => this.close());
      } else {
        clearTimeout(this.timer);
      }
    }

    later(action) {
      clearTimeout(this.timer);
      this.timer = setTimeout(action, DELAY);
    }

    plan(link) {
      if (link === this.link && !this.box.hidden) clearTimeout(this.timer);
      else this.later(() => this.open(link));
    }

    async open(link) {
      this.close();
      this.link = link;
      let preview = null;
      try {
        preview = await findPreview(link);
      } catch {
        return; // The link works without it.
      }
      if (!preview || this.link !== link) return;
      const [, kind, ...rest] = preview;
      const content = kind === "drug" ? drugPreview(...rest) : effectPreview(...rest);
      this.box.replaceChildren(...content.filter(Boolean));
      this.box.hidden = false;
      this.box.showPopover?.();
      this.place(link);
      this.title = link.title;
      link.removeAttribute("title"); // the browser would show it above the preview
      this.describedBy = link.getAttribute("aria-describedby");
      link.setAttribute("aria-describedby", this.box.id);
    }

    place(link) {
      const at = link.getClientRects()[0] || link.getBoundingClientRect();
      const width = this.box.offsetWidth;
      const height = this.box.offsetHeight;
      const room = document.documentElement;
      const left = Math.max(8, Math.min(at.left, room.clientWidth - width - 8));
      const below = at.bottom + 6;
      const fits = below + height + 8 <= window.innerHeight || at.top < height + 8;
      this.box.style.left = `${left}px`;
      this.box.style.top = `${fits ? below : at.top - height - 6}px`;
    }

    close() {
      clearTimeout(this.timer);
      if (this.link && !this.box.hidden) {
        if (this.title) this.link.title = this.title;
        if (this.describedBy) this.link.setAttribute("aria-describedby", this.describedBy);
        else this.link.removeAttribute("aria-describedby");
        this.box.hidePopover?.();
      }
      this.box.hidden = true;
      this.link = null;
    }
  }

  function start() {
    addFilters();
    addAddresses();
    watchNeighbours();
    if (!("noPreviews" in script.dataset)) new Preview();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
