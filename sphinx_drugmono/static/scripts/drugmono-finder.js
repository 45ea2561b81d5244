/* The finder: type a part of a name, get drugs and side effects; side effects can be combined. */
(() => {
  "use strict";

  const script = document.currentScript;
  const { _, load, loadSearch, make, newId, root } = window.drugmono;
  const SUGGESTIONS = 10;
  const RESULTS = 100;

  let index = null;

  /** The index of all names, made once for all finders of the page. */
  function ready() {
    index ||= Promise.all([load("finder"), loadSearch()]).then(([data]) => {
      const made = new window.drugmono.search.Index(data);
      // A first search makes the next one fast; it waits for what the reader has typed already.
      setTimeout(() => made.find("first serch", 1));
      return made;
    });
    index.catch(() => (index = null));
    return index;
  }

  let claims = null;

  async function readClaims(version) {
    claims ||= load("claims", version).then((data) => window.drugmono.search.readClaims(data.claims));
    claims.catch(() => (claims = null));
    return claims;
  }

  const address = (item) => new URL(item.address, root).href;

  const listed = new Intl.ListFormat(document.documentElement.lang || "en", { type: "conjunction" });
  const many = (count, one, more) => _(count === 1 ? one : more, { count });

  class Finder {
    constructor(place) {
      this.narrow = place.classList.contains("drugmono-finder-sidebar");
      this.chosen = [];
      this.options = [];
      this.active = -1;
      this.preset = place.dataset.effect;
      this.makeElements();
      place.replaceChildren(...this.elements, ...place.children);
      this.listen();
    }

    makeElements() {
      const inputId = newId();
      const listId = newId();
      this.input = make("input", {
        id: inputId,
        type: "text",
        role: "combobox",
        "aria-autocomplete": "list",
        "aria-controls": listId,
        "aria-expanded": "false",
        autocomplete: "off",
        autocapitalize: "none",
        spellcheck: "false",
      });
      this.label = make("label", { for: inputId });
      this.showLabel();
      this.list = make("ul", {
        id: listId,
        role: "listbox",
        "aria-label": _("Suggestions"),
        hidden: true,
      });
      this.status = make("p", {
        class: "drugmono-finder-status drugmono-unseen",
        role: "status",
      });
      this.chips = make("ul", { class: "drugmono-finder-chips", "aria-label": _("Chosen side effects") });
      this.results = make("div", { class: "drugmono-finder-results" });
      this.chips.hidden = this.results.hidden = true;
      this.elements = [
        this.label,
        make("div", { class: "drugmono-finder-box" }, this.chips, this.input, this.list),
        this.status,
        this.results,
      ];
    }

    listen() {
      // The data come while the reader's hand is still on its way to the keys.
      this.input.addEventListener("pointerenter", () => ready().catch(() => null));
      this.input.addEventListener("focus", () => this.prepare());
      this.input.addEventListener("input", () => this.suggest());
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("blur", () => this.close());
      this.list.addEventListener("pointerdown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(this.options[[...this.list.children].indexOf(option)], event);
      });
    }

    async prepare() {
      try {
        const found = await ready();
        const preset = found.effectsById.get(this.preset);
        this.preset = null;
        if (preset) {
          this.chosen.push(preset);
          this.showChips();
        }
        return found;
      } catch {
        this.say(_("The list of names could not be loaded."), true);
        return null;
      }
    }

    async suggest() {
      const query = this.input.value;
      if (!query.trim()) {
        this.say("");
        this.close();
        return;
      }
      const found = await this.prepare();
      if (!found || query !== this.input.value) return;
      const accept = this.chosen.length
        ? (item) => item.kind === "effect" && !this.chosen.includes(item)
        : () => true;
      this.options = found.find(query, SUGGESTIONS, accept);
      this.list.replaceChildren(...this.options.map((option) => this.option(option)));
      this.activate(-1);
      this.toggle(this.options.length > 0);
      this.say(
        this.options.length
          ? many(this.options.length, "1 suggestion", "{count} suggestions")
          : _("Nothing found for “{query}”", { query: query.trim() }),
        !this.options.length,
      );
    }

    option({ item, name }) {
      const drug = item.kind === "drug";
      return make(
        "li",
        { id: newId(), role: "option", "aria-selected": "false" },
        make("span", { class: "drugmono-finder-name" }, item.name),
        name === item.name
          ? null
          : make("span", { class: "drugmono-finder-alias" }, _("also: {name}", { name })),
        make(
          "span",
          { class: "drugmono-finder-kind" },
          drug ? _("drug") : many(item.count, "side effect, 1 drug", "side effect, {count} drugs"),
        ),
      );
    }

    toggle(open) {
      this.list.hidden = !open;
      this.input.setAttribute("aria-expanded", String(open));
    }

    close() {
      this.toggle(false);
      this.activate(-1);
    }

    activate(number) {
      const rows = [...this.list.children];
      rows[this.active]?.setAttribute("aria-selected", "false");
      this.active = number;
      const row = rows[number];
      if (row) {
        row.setAttribute("aria-selected", "true");
        row.scrollIntoView({ block: "nearest" });
        this.input.setAttribute("aria-activedescendant", row.id);
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    key(event) {
      if (event.isComposing) return;
      const open = !this.list.hidden;
      const count = this.options.length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!open) {
          this.suggest();
        } else {
          // One place before the first and behind the last is the input itself.
          const step = event.key === "ArrowDown" ? 1 : -1;
          this.activate(((this.active + 1 + step + count + 1) % (count + 1)) - 1);
        }
        event.preventDefault();
      } else if (event.key === "Enter" && open) {
        this.choose(this.options[Math.max(0, this.active)], event);
        event.preventDefault();
      } else if (event.key === "Escape") {
        if (open) this.close();
        else this.input.value = "";
        event.preventDefault();
      } else if (event.key === "Backspace" && !this.input.value && this.chosen.length) {
        this.remove(this.chosen[this.chosen.length - 1]);
      }
    }

    choose({ item }, event) {
      this.close();
      if (item.kind === "drug" || this.narrow) {
        if (event.ctrlKey || event.metaKey) window.open(address(item), "_blank", "noopener");
        else window.location.assign(address(item));
        return;
      }
      this.input.value = "";
      this.chosen.push(item);
      this.update();
    }

    remove(item) {
      this.chosen = this.chosen.filter((other) => other !== item);
      this.update();
      this.input.focus();
    }

    showChips() {
      this.chips.replaceChildren(
        ...this.chosen.map((item) => {
          const remove = make(
            "button",
            { type: "button", "aria-label": _("Remove {name}", { name: item.name }) },
            "×",
          );
          remove.addEventListener("click", () => this.remove(item));
          return make("li", {}, make("a", { href: address(item) }, item.name), remove);
        }),
      );
      this.chips.hidden = !this.chosen.length;
      this.showLabel();
    }

    showLabel() {
      const more = this.preset || this.chosen.length;
      this.label.textContent = more
        ? _("Which of these drugs also list another side effect?")
        : _("Find a drug or side effect");
    }

    async update() {
      this.showChips();
      this.results.hidden = !this.chosen.length;
      if (!this.chosen.length) {
        this.results.replaceChildren();
        this.say("");
        return;
      }
      const chosen = this.chosen;
      try {
        const found = await ready();
        const all = await readClaims(found.version);
        if (chosen === this.chosen) this.showResults(found, all);
      } catch {
        this.say(_("The list of drugs could not be loaded."), true);
      }
    }

    showResults(found, all) {
      const numbers = window.drugmono.search.together(all, this.chosen);
      const names = listed.format(this.chosen.map((item) => item.name));
      const heading = numbers.length
        ? _(numbers.length === 1 ? "1 drug lists {names}" : "{count} drugs list {names}", {
            count: numbers.length,
            names,
          })
        : _("No drug lists {names}", { names });
      const rows = (some) =>
        some.map((number) => {
          const drug = found.drugs[number];
          const serious = this.chosen.filter((item) => all[item.number].get(number));
          return make(
            "li",
            {},
            make("a", { href: address(drug) }, drug.name),
            serious.length
              ? make(
                  "span",
                  { class: "drugmono-tag-serious" },
                  this.chosen.length === 1
                    ? _("serious")
                    : _("serious: {names}", { names: listed.format(serious.map((item) => item.name)) }),
                )
              : null,
          );
        });
      const list = make("ul", {}, ...rows(numbers.slice(0, RESULTS)));
      const rest = numbers.slice(RESULTS);
      const more = make("button", { type: "button" }, _("Show all {count}", { count: numbers.length }));
      more.addEventListener("click", () => {
        const first = rows(rest);
        list.append(...first);
        more.remove();
        first[0].querySelector("a").focus();
      });
      this.results.replaceChildren(
        make("p", { class: "drugmono-finder-count" }, heading),
        list,
        ...(rest.length ? [more] : []),
        make(
          "p",
          { class: "drugmono-finder-caution" },
          _("Only what pages list is found. A drug that is not here may still have this side effect."),
        ),
      );
      this.say(heading);
    }

    /** Tell screen readers; what can be seen nowhere else is shown too. */
    say(text, shown = false) {
      this.status.classList.toggle("drugmono-unseen", !shown);
      this.status.textContent = text;
    }
  }

  /** That theme's sidebar is no list of templates, which the finder could be put into. */
  function addToReadTheDocsTheme() {
    const search = script.dataset.sidebar && document.querySelector(".wy-side-nav-search [role=search]");
    search?.before(make("div", { class: "drugmono-finder drugmono-finder-sidebar" }));
  }

  const BEGINNINGS = ".drugmono-filter, .drugmono-letters, .drugmono-letter, .drugmono-names";

  /** All places for finders; a page with an index or list gets one above it. */
  function places() {
    addToReadTheDocsTheme();
    const found = [...document.querySelectorAll(".drugmono-finder")];
    if (found.every((place) => place.classList.contains("drugmono-finder-sidebar"))) {
      const effect = document.querySelector("section.drugmono-effect");
      const before = effect
        ? effect.querySelector(".drugmono-filter, .drugmono-group")
        : document.querySelector(BEGINNINGS);
      if (before) {
        const place = make("div", { class: "drugmono-finder" });
        if (effect) place.dataset.effect = effectOfPage();
        before.before(place);
        found.push(place);
      }
    }
    return found;
  }

  /** The id of the side effect whose page this is. */
  function effectOfPage() {
    const path = window.location.pathname.slice(root.pathname.length).split("/");
    return (path[1] || "").replace(/\.[^.]*$/, "");
  }

  function start() {
    for (const place of places()) new Finder(place);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
