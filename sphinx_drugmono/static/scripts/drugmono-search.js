/* Finds drugs and side effects by what a reader types, mistakes included; loaded with its data. */
(() => {
  "use strict";

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";
  const GREEK = { α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", ω: "omega", μ: "mu" };
  const ASCII = /^[\x00-\x7f]*$/;
  const LONGEST_TERM = 30; // bits of a number that can be shifted without touching its sign
  const NO_MATCH = 255;

  /** Letters and numbers as they count for a search: no case, accents or punctuation. */
  function fold(text) {
    if (ASCII.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
    return text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[α-ω]/g, (letter) => GREEK[letter] || letter)
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  }

  const { drugAddress, plain } = window.drugmono;

  /* Addresses are made when they are asked for: that is for a few of thousands. */

  class Drug {
    kind = "drug";
    count = 0;
    constructor([name, address = "", others], number, data) {
      this.name = name;
      this.number = number;
      this.data = data;
      this.short = address;
      this.names = others ? [name, ...others.split("|")] : [name];
    }

    get address() {
      return drugAddress(this.name, this.short, this.data.suffix);
    }
  }

  class Effect {
    kind = "effect";
    constructor([name, id, clinical, others, count], number, data) {
      this.name = name;
      this.number = number;
      this.data = data;
      this.id = id || plain(name);
      this.names = others ? [name, ...others.split("|")] : [name];
      if (clinical) this.names.push(clinical);
      this.count = Number(count || 0);
    }

    get address() {
      return `${this.data.effectPages}${this.id}${this.data.suffix}`;
    }
  }

  /** The items of lines of fields between tabs. */
  function readItems(Kind, rows, data) {
    return rows ? rows.split("\n").map((row, at) => new Kind(row.split("\t"), at, data)) : [];
  }

  /**
   * A function that tells how many mistakes lie between a term and the best beginning of a word:
   * letters left out, added, changed, or two that changed places (Myers 1999, Hyyrö 2003).
   */
  function mistakes(term) {
    const masks = new Map();
    for (let i = 0; i < term.length; i++) masks.set(term[i], (masks.get(term[i]) || 0) | (1 << i));
    const last = 1 << (term.length - 1);
    return (word, most) => {
      let plus = -1;
      let minus = 0;
      let diagonal = 0;
      let before = 0;
      let score = term.length;
      let best = score;
      const end = Math.min(word.length, term.length + most);
      for (let i = 0; i < end; i++) {
        const mask = masks.get(word[i]) || 0;
        const swapped = ((~diagonal & mask) << 1) & before;
        diagonal = (((mask & plus) + plus) ^ plus) | mask | minus | swapped;
        let up = minus | ~(diagonal | plus);
        let down = diagonal & plus;
        if (up & last) score++;
        if (down & last) score--;
        if (score < best) best = score;
        up = (up << 1) | 1;
        down <<= 1;
        plus = down | ~(diagonal | up);
        minus = up & diagonal;
        before = mask;
      }
      return best;
    };
  }

  /** How many mistakes in a term are forgiven; fewer, if it is right for some name as it is. */
  function forgiven(length, found) {
    if (found) return length < 6 ? 0 : 1;
    return length < 4 ? 0 : length < 7 ? 1 : length < 12 ? 2 : 3;
  }

  class Index {
    constructor(data) {
      this.drugs = readItems(Drug, data.drugs, data);
      this.effects = readItems(Effect, data.effects, data);
      this.version = data.version;
      this.items = [...this.drugs, ...this.effects];
      this.effectsById = new Map(this.effects.map((effect) => [effect.id, effect]));
      this.names = [];
      const words = new Map();
      const note = (word, number) => {
        const found = words.get(word);
        if (!found) words.set(word, [number]);
        else if (found[found.length - 1] !== number) found.push(number);
      };
      for (const item of this.items) {
        item.names.forEach((name, rank) => {
          const parts = fold(name).split(" ");
          const number = this.names.length;
          this.names.push({ item, name, rank, first: parts[0], length: parts.length });
          for (const part of parts) note(part, number);
          // What is two words to the writer may be one to the reader: "hairloss".
          if (parts.length === 2 || parts.length === 3) note(parts.join(""), number);
        });
      }
      this.words = [...words.keys()];
      this.places = [...words.values()];
    }

    /** How far each name is from a term; a word that begins with it is nearest. */
    costs(term, most) {
      const costs = new Uint8Array(this.names.length).fill(NO_MATCH);
      const distance = mistakes(term.slice(0, LONGEST_TERM));
      for (let i = 0; i < this.words.length; i++) {
        const word = this.words[i];
        let cost = NO_MATCH;
        if (word.startsWith(term)) cost = word.length === term.length ? 0 : 1;
        else if (term.length > 3 && word.includes(term)) cost = 4;
        else if (most && word.length >= term.length - most) {
          const found = distance(word, most);
          if (found <= most) cost = 3 * found + (word[0] === term[0] ? 2 : 4);
        }
        if (cost < NO_MATCH) {
          for (const place of this.places[i]) if (cost < costs[place]) costs[place] = cost;
        }
      }
      return costs;
    }

    /** The best items for what was typed, with the name that fits: [{item, name}]. */
    find(query, limit, accept = () => true) {
      const terms = fold(query).split(" ").filter(Boolean).slice(0, 8);
      if (!terms.length) return [];
      const found = this.match(terms, limit, accept, () => 0);
      if (found.length === limit) return found;
      return this.match(terms, limit, accept, (term) => forgiven(term.length, found.length > 0));
    }

    match(terms, limit, accept, most) {
      const perTerm = terms.map((term) => this.costs(term, most(term)));
      const best = new Map();
      for (let i = 0; i < this.names.length; i++) {
        let cost = 0;
        for (const costs of perTerm) cost += costs[i] === NO_MATCH ? Infinity : costs[i];
        if (cost === Infinity) continue;
        const { item, rank, first, length, name } = this.names[i];
        if (!accept(item)) continue;
        const score =
          cost * 8 +
          Math.min(7, Math.max(0, length - terms.length)) +
          (first.startsWith(terms[0]) ? 0 : 3) +
          (rank ? 1.5 : 0) -
          Math.log2(1 + item.count) / 4;
        const known = best.get(item);
        if (!known || score < known.score) best.set(item, { item, name, score });
      }
      return [...best.values()]
        .sort((a, b) => a.score - b.score || a.item.name.localeCompare(b.item.name))
        .slice(0, limit);
    }
  }

  /** For each side effect, the drugs that list it: a map of their numbers to "is serious". */
  function readClaims(text) {
    const values = new Map([...DIGITS].map((digit, value) => [digit, value]));
    return text.split(" ").map((row) => {
      const drugs = new Map();
      let number = 0;
      let value = 0;
      let shift = 1;
      for (const sign of row) {
        const digit = values.get(sign);
        value += (digit % 32) * shift;
        if (digit >= 32) {
          shift *= 32;
        } else {
          number += Math.floor(value / 2);
          drugs.set(number, value % 2 === 1);
          value = 0;
          shift = 1;
        }
      }
      return drugs;
    });
  }

  /** The numbers of the drugs that list all of these side effects, those serious for one first. */
  function together(claims, effects) {
    const [first, ...rest] = effects.map((effect) => claims[effect.number] || new Map());
    const graveness = (number) =>
      effects.reduce((sum, effect) => sum + (claims[effect.number].get(number) ? 1 : 0), 0);
    return [...first.keys()]
      .filter((number) => rest.every((drugs) => drugs.has(number)))
      .sort((a, b) => graveness(b) - graveness(a) || a - b);
  }

  window.drugmono.search = { Index, readClaims, together, fold };
})();
