// Reads a search index: which records have some words, the best first, and how many each choice of a filter has.
// What the files hold is described in themes/README.md.

const WORDS = /[\p{L}\p{M}\p{N}\u0640]+/gu;

/** The words of a text, as they are written. */
export const words = (text) => text.match(WORDS) ?? [];

/** A word as the index has it: without accents, vowel marks, hamza, ta marbuta, in lower case. */
export function fold(word) {
  const bare = word.normalize('NFD').replace(/[\p{M}\u0640]/gu, '').toLowerCase();
  return bare
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ة', 'ه')
    .replaceAll('ى', 'ي')
    .replace(/[٠-٩۰-۹]/g, (digit) => digit.codePointAt() % 16);
}

// What is written in one with an Arabic word: conjunction, particle, article; and a single letter of these.
const PREFIX = /^[وف]?(?:لل|[بكلس]?(?:ال)?)(?=...)/u;
const LETTER = /^[وفبكلس](?=...)/u;

// Endings that one word has in several forms, the longest first, and how much of the word has to be left.
const ENDINGS = {
  fr: /(?<=...)(?:issements?|ations?|atrices?|ateurs?|itions?|iques?|ements?|ments?|euses?|eurs?|ives?|ifs?|ites?|aux|ales?|als?|ees?|es?|er|ir|ants?|ent|s|x)$/,
  ar: /(?<=...)(?:تان|تين|ات|ان|ون|ين|يه|ها|هم|ه|ي)$/,
  en: /(?<=...)(?:ations?|ings?|ers?|ed|es|s|e)$/,
};

/** A word without its ending: what its forms have in common. */
const stem = (word, language) => (ENDINGS[language] ? word.replace(ENDINGS[language], '') : word);

// How much a word of a text is worth that is the one asked for, is it without an Arabic prefix, has the same stem, or
// only begins with it; and how much each weight of a word is: in the text, there several times, a name, in the title.
const EXACT = 1;
const WITHOUT_PREFIX = 0.8;
const SAME_STEM = 0.6;
const BEGINS = 0.4;
const WEIGHTS = [1, 1.5, 2, 4];

/** An index. Its entry is asked for anew, so that one that has changed is known. */
export async function open(folder, language) {
  const response = await fetch(`${folder}entry.json`, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${response.status}`);
  const entry = await response.json();
  const index = new Index(folder, language.slice(0, 2), entry);
  await index.readChoices();
  return index;
}

class Index {
  #files = new Map();

  constructor(folder, language, entry) {
    Object.assign(this, { folder, language, entry });
  }

  async readChoices() {
    const names = await this.#file(this.entry.choices);
    const positions = (distances) => {
      let at = 0;
      return new Set(distances.map((distance) => (at += distance)));
    };
    const each = (value, change) => Object.fromEntries(Object.entries(value).map(([name, own]) => [name, change(own)]));
    this.choices = each(names, (ids) => each(ids, positions));
  }

  /**
   * The records that have all of these words, or all records where there are none, within what is chosen: ids by the
   * name of their filter. The words of a phrase stand one after the other.
   */
  async search(asked, chosen, phrase) {
    const terms = new Set();
    let scores = null;
    for (const word of asked) {
      const found = await this.#withWord(word, terms);
      scores = scores ? both(scores, found) : found;
    }
    scores ??= new Map(Array.from({ length: this.entry.records }, (_, at) => [at, 0]));
    if (phrase.length > 1) scores = await this.#withPhrase(scores, phrase.map(fold));
    const counts = this.#counts(scores);
    const allowed = Object.entries(chosen).map(([name, ids]) => ids.map((id) => this.choices[name]?.[id] ?? new Set()));
    const isAllowed = (at) => allowed.every((sets) => sets.some((set) => set.has(at)));
    const found = [...scores].filter(([at]) => isAllowed(at));
    found.sort(([one, high], [other, low]) => low - high || one - other);
    return { results: found.map(([at]) => at), counts, terms };
  }

  /** A record: its address, title, text, and ids by the name of their filter. */
  async record(at) {
    const { each, texts } = this.entry;
    const records = await this.#file(texts[Math.floor(at / each)]);
    return records[at % each];
  }

  async #withWord(word, terms) {
    const scores = new Map();
    const whole = fold(word);
    for (const form of new Set([whole, ...(this.language === 'ar' ? [whole.replace(PREFIX, ''), whole.replace(LETTER, '')] : [])])) {
      const own = stem(form, this.language);
      for (const [term, codes] of await this.#beginningWith(own)) {
        const worth = this.#worth(term, form, own, form === whole);
        if (!worth) continue;
        terms.add(term);
        // What few records have tells more.
        const rarity = Math.log1p(this.entry.records / codes.length);
        let at = 0;
        for (const code of codes) {
          at += code >> 2;
          scores.set(at, Math.max(scores.get(at) ?? 0, worth * rarity * WEIGHTS[code & 3]));
        }
      }
    }
    return scores;
  }

  #worth(term, form, own, isWhole) {
    if (term === form) return isWhole ? EXACT : WITHOUT_PREFIX;
    if (form.length > 2 && stem(term, this.language) === own) return SAME_STEM;
    return isWhole && form.length > 1 && term.startsWith(form) ? BEGINS : 0;
  }

  /** The terms that begin with a text, with their records. */
  async #beginningWith(start) {
    const groups = this.entry.words;
    const from = groups.findLastIndex(([first]) => first <= start);
    const last = groups.findLastIndex(([first]) => first.slice(0, start.length) <= start);
    const files = groups.slice(Math.max(from, 0), last + 1).map(([, name]) => this.#file(name));
    return (await Promise.all(files)).flat().filter(([term]) => term.startsWith(start));
  }

  /** Those of the best records whose text has the words one after the other. */
  async #withPhrase(scores, phrase) {
    const MOST = 200;
    const best = [...scores].sort(([, high], [, low]) => low - high).slice(0, MOST);
    const has = async ([at]) => {
      const { title, text } = await this.record(at);
      return ` ${words(`${title} ${text}`).map(fold).join(' ')} `.includes(` ${phrase.join(' ')} `);
    };
    const kept = await Promise.all(best.map(has));
    return new Map(best.filter((_, at) => kept[at]));
  }

  #counts(scores) {
    const count = (records) => [...records].filter((at) => scores.has(at)).length;
    const ofIds = (ids) => Object.fromEntries(Object.entries(ids).map(([id, records]) => [id, count(records)]));
    return Object.fromEntries(Object.entries(this.choices).map(([name, ids]) => [name, ofIds(ids)]));
  }

  #file(name) {
    if (!this.#files.has(name)) {
      const file = unpacked(`${this.folder}${name}`);
      file.catch(() => this.#files.delete(name));
      this.#files.set(name, file);
    }
    return this.#files.get(name);
  }
}

const both = (one, other) => new Map([...one].filter(([at]) => other.has(at)).map(([at, score]) => [at, score + other.get(at)]));

/** What is in a file: JSON that was compressed with gzip, whether or not the host has said so. */
async function unpacked(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes[0] !== 0x1f) return JSON.parse(new TextDecoder().decode(bytes));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json();
}

/** The part of a text with most of these terms, `length` words long, as [word or what is between, whether it is a term]. */
export function excerpt(text, terms, language, length) {
  const parts = marked(text, terms, language);
  const at = parts.flatMap(([, isTerm], place) => (isTerm ? [place] : []));
  const span = 2 * length;
  if (parts.length <= span) return parts;
  const within = (start) => at.filter((place) => place >= start && place < start + span).length;
  const best = at.reduce((best, place) => (within(place) > within(best) ? place : best), at[0] ?? 0);
  const start = Math.max(0, Math.min(best - Math.floor(span / 4), parts.length - span));
  const shown = parts.slice(start, start + span);
  if (start > 0) shown.unshift(['… ', false]);
  if (start + span < parts.length) shown.push([' …', false]);
  return shown;
}

/** A text as [word or what is between, whether it is a term]. */
export function marked(text, terms, language) {
  const isTerm = (word) => {
    const folded = fold(word);
    return terms.has(folded) || (language.startsWith('ar') && terms.has(folded.replace(PREFIX, '')));
  };
  return text.split(/([\p{L}\p{M}\p{N}\u0640]+)/u).map((part, at) => [part, at % 2 === 1 && isTerm(part)]);
}
