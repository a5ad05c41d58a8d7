// Answers the theme's search box, and Byline's search page, from a Pagefind index.
//
// It stands in the place of Material's own worker and speaks its protocol
// (https://github.com/squidfunk/mkdocs-material, integrations/search/worker/message): SETUP is
// answered with READY, and each QUERY with a RESULT. FIND and FOUND are Byline's own. Nothing of
// the index is loaded before there is a query.
"use strict";

const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3, FIND = 4, FOUND = 5;
const HITS = 10;       // In the box; the search page has the rest.
const AT_ONCE = 20;    // On the search page.
const WORDS = 24;      // In an excerpt.
const PAUSE = 110;     // Milliseconds in which somebody who types on has written the next letter.
const INDEX = new URL("../../../search/pagefind/", self.location.href).href;

let said = {};         // What the box says, in the site's language, and where the search page is.
let engines = null, table = null, last = 0;
const places = new Map();  // Of pages in the index of their language, by id.
let list = null;       // The index's list of pages, as Pagefind has loaded it.
let failed = false;    // Pagefind writes to the console what it could not load, and goes on.
const load = self.fetch.bind(self);
self.fetch = async (...given) => {
  try {
    const answer = await load(...given);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    if (answer.url.endsWith(".pf_meta")) list = answer.clone();
    return answer;
  } catch (error) {
    failed = true;
    throw error;
  }
};
const loadJson = async name => (await fetch(INDEX + name, { cache: "no-cache" })).json();

// Pagefind's files are compressed, and have its name before what is in them.
async function unpack(answer) {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;  // A host may have undone it.
  const stream = new Blob([bytes]).stream();
  return new Response(isPacked ? stream.pipeThrough(new DecompressionStream("gzip")) : stream);
}

// Ids of pages in the order of the index: they come first in the list, as text between numbers.
// Pagefind would load all of the index to say them.
async function order(language, number) {
  const bytes = await (await unpack(list)).arrayBuffer();
  const text = new TextDecoder("latin1").decode(bytes);
  return text.match(new RegExp(`${language}_[0-9a-f]{7,}`, "g")).slice(0, number);
}

// One engine for each language, since each has rules for words of its own.
async function open() {
  const found = [], { languages, common } = await loadJson("pagefind-entry.json");
  for (const [language, { page_count: number }] of Object.entries(languages)) {
    const { createInstance } = await import(`${INDEX}pagefind.js?${language}`);
    // It asks the page for its language, and a worker has none.
    self.document = { querySelector: () => ({ getAttribute: () => language }) };
    const engine = createInstance({ excerptLength: WORDS });
    delete self.document;
    await engine.filters();  // It is ready when it has answered.
    const ids = await order(language, number);
    ids.forEach((id, place) => places.set(id, { language, place }));
    found.push({ engine, common: common?.[language] ?? [] });
  }
  return found;
}

const begin = () => engines ??= open();

async function close() {
  const before = await engines?.catch(() => []) ?? [];
  engines = table = null;
  places.clear();
  for (const { engine } of before) await engine.destroy();
}

// A query without words that most pages have, whose places are more to load than all else; if it
// has no others, the rarest of them. What stands in quotation marks has to stand so in pages.
function withoutCommon(query, common) {
  if (query.includes('"')) return query;
  const words = query.match(/\S+/g) ?? [];
  const rank = word =>
    common.indexOf(word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""));
  const rare = words.filter(word => rank(word) < 0);
  return (rare.length ? rare : words.sort((a, b) => rank(b) - rank(a)).slice(0, 2)).join(" ");
}

// The best first; what is equally good comes in the order of the index.
const byScore = (a, b) => b.score - a.score || places.get(a.id).place - places.get(b.id).place;

// A page as Pagefind has it, whatever is searched.
async function loadPage(id) {
  const text = await (await unpack(await fetch(`${INDEX}fragment/${id}.pf_fragment`))).text();
  const { url, content, meta } = JSON.parse(text.slice("pagefind_dcd".length));
  // Where a language has no spaces, Pagefind has put others between its words.
  const [gap, between] = content.includes("\u200b") ? ["\u200b", ""] : [" ", " "];
  const start = content.split(gap).slice(0, WORDS + meta.title.split(gap).length).join(between);
  const html = start.replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return { raw_url: url, meta, raw_content: content, locations: [], excerpt: html, sub_results: [] };
}

const everything = () => [...places.keys()].map(id => ({ id, score: 0, data: () => loadPage(id) }));

// All that match.
async function match(query) {
  const found = await Promise.all((await engines).map(({ engine, common }) =>
    engine.search(withoutCommon(query, common))));
  return found.flatMap(each => each.results).sort(byScore);
}

// The same; where nothing has all words, what has all but one.
async function search(query) {
  await begin();
  const words = query.match(/\S+/g) ?? [];
  if (!words.length) return { found: everything(), words, missing: {} };
  const all = await match(query);
  if (all.length || words.length < 2 || words.length > 12 || query.includes('"'))
    return { found: all, words, missing: {} };
  const found = new Map(), missing = {};
  for (const word of words)
    for (const result of await match(words.filter(each => each !== word).join(" ")))
      if (!(found.get(result.id)?.score >= result.score)) {
        found.set(result.id, result);
        missing[result.id] = word;
      }
  return { found: [...found.values()].sort(byScore), words, missing };
}

const escape = text => String(text).replace(/[&<>"]/g, each => `&#${each.charCodeAt()};`);
// Pagefind has escaped what could open an element, and marked words.
const excerpt = html => html.replace(/&(?!lt;|gt;)/g, "&amp;");
const weigh = part => part.weighted_locations.reduce((sum, each) => sum + each.balanced_score, 0);

// A title stands at its text's beginning, and above the excerpt anyway; here may be its end.
function withoutTitle(html, title) {
  const parts = html.split(" ");
  const words = title.replace(/</g, "&lt;").replace(/>/g, "&gt;").split(/\s+/);
  const begins = (part, word) => part?.replace(/<\/?mark>/g, "").startsWith(word);
  const from = words.findIndex((_, start) =>
    words.slice(start).every((word, at) => begins(parts[at], word)));
  return from < 0 ? html : parts.slice(words.length - from).join(" ");
}

// A title as HTML, with the words marked that were found; `at` is where it stands in the text.
function marked(title, data, at) {
  if (data.raw_content.includes("\u200b")) return escape(title);  // Other words than ours.
  return title.split(/\s+/).map((word, number) =>
    data.locations.includes(at + number) ? `<mark>${escape(word)}</mark>` : escape(word)
  ).join(" ");
}

// What a page and its sections show of themselves; all of it is HTML by now.
function shown(data) {
  const sections = data.sub_results
    .filter(part => part.anchor)
    .map(part => ({
      location: `${data.raw_url}#${part.anchor.id}`,
      title: marked(part.title, data, part.anchor.location),
      text: excerpt(withoutTitle(part.excerpt, part.title)),
      weight: weigh(part),
    }))
    .sort((a, b) => b.weight - a.weight);
  const own = data.sub_results.find(part => !part.anchor);
  return {
    location: data.raw_url,
    title: marked(data.meta.title, data, 0),
    name: data.meta.title,
    about: [data.meta.date, data.meta.people].filter(Boolean).map(escape).join(" · "),
    text: excerpt(withoutTitle((own ?? data).excerpt, data.meta.title)),
    weight: own ? weigh(own) : 0,
    sections,
  };
}
const loadShown = results => Promise.all(results.map(async each => shown(await each.data())));

// As the theme has it: a page, and its sections below it; those that score less are folded away.
function item(hit, rank, terms, total) {
  const score = 1000 - rank;
  const count = rank === 0 ? ` data-byline-total="${total}"` : "";  // For search.js.
  const title = `${hit.title}<small class="byline-hit"${count}>${hit.about}</small>`;
  const [best, ...others] = hit.sections;
  const first = best && (best.weight > hit.weight || !hit.text);
  return [
    { location: hit.location, title, text: hit.text, score, terms },
    ...(best ? [{ ...best, score: first ? score : score - 0.5, terms }] : []),
    ...others.map(each => ({ ...each, score: score - 0.5, terms })),
  ];
}

const note = (location, title, text) => [{ location, title, text, score: 0, terms: {} }];
const say = (name, number) => escape((said[name] ?? "").replace("#", number));

// A word of a title that begins like the last one of the query.
function suggestions(query, hits) {
  const words = query.toLowerCase().split(/[\s-]+/), start = words.at(-1);
  const known = hits.flatMap(hit => hit.name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const word = known.find(each => each.startsWith(start) && each !== start);
  return word ? [...words.slice(0, -1), word] : [];
}

async function answerBox(query) {
  const plain = query.replace(/[*+^~]+/g, " ").trim();  // Of the theme's language for queries.
  if (!plain) return { items: [] };
  const { found, words, missing } = await search(plain);
  const first = found.slice(0, HITS), hits = await loadShown(first);
  const terms = ({ id }) =>
    Object.fromEntries(words.map(word => [word.replaceAll('"', ""), word !== missing[id]]));
  const items = hits.map((hit, at) => item(hit, at, terms(first[at]), found.length));
  if (found.length > HITS && said.page)
    items.push(note(`${said.page}?query=${encodeURIComponent(query)}`, say("all", found.length), ""));
  return { items, suggest: suggestions(plain, hits) };
}

// Filters of the search page, by the numbers of a page's row; see `search/facets.py`.
const CREATED = 0, CORRECTED = 1, IS_POST = 2, PEOPLE = 3, TOPICS = 4;
const FILTERS = {
  author: { values: row => row[PEOPLE].map(at => table.people[at]) },
  topic: { values: row => row[TOPICS].map(at => table.topics[at]) },
  year: { values: row => row[CREATED] ? [String(Math.trunc(row[CREATED] / 10000))] : [] },
  kind: { values: row => [row[IS_POST] ? "post" : "page"] },
};

function passes(row, filters, except) {
  if (filters.since && row[CORRECTED] < Number(filters.since.replaceAll("-", ""))) return false;
  return Object.entries(FILTERS).every(([name, { values }]) =>
    name === except || !filters[name] || values(row).includes(filters[name]));
}

// How many would be left with each value of a filter, beside the other filters.
function counts(rows, filters, name) {
  const found = {};
  for (const row of rows)
    if (passes(row, filters, name))
      for (const value of FILTERS[name].values(row)) found[value] = (found[value] ?? 0) + 1;
  return found;
}

async function answerPage({ query, filters, newest, number }) {
  table ??= await loadJson("facets.json");
  const { found, words } = await search(query.trim());
  const row = ({ id }) => table.pages[places.get(id).language][places.get(id).place];
  const rows = found.map(row), left = found.filter(each => passes(row(each), filters));
  if (newest || !words.length) left.sort((a, b) => row(b)[CREATED] - row(a)[CREATED]);
  return {
    total: left.length,
    hits: await loadShown(left.slice(0, number * AT_ONCE)),
    counts: Object.fromEntries(Object.keys(FILTERS).map(each => [each, counts(rows, filters, each)])),
  };
}

async function respond(type, work, failure) {
  const number = ++last;
  begin().catch(() => {});  // What fails now fails again below, where it is said.
  await new Promise(go => setTimeout(go, PAUSE));
  if (number !== last) return;
  failed = false;
  let data;
  try {
    data = await work();
  } catch (error) {
    console.warn(error);
    failed = true;
  }
  if (failed) await close();
  if (number === last) postMessage({ type, data: failed ? failure() : data });
}

addEventListener("message", ({ data: { type, data } }) => {
  if (type === SETUP) {
    said = data.config.byline ?? {};
    postMessage({ type: READY });
  } else if (type === QUERY) {
    const failure = () => ({ items: [note(said.page ?? "", say("failed"), "")] });
    // The theme asks for nothing when a page is opened.
    if (data.trim()) return respond(RESULT, () => answerBox(data), failure);
    last += 1;  // What is still asked is not to be shown.
    postMessage({ type: RESULT, data: { items: [] } });
  } else if (type === FIND) {
    respond(FOUND, () => answerPage(data), () => null);
  }
});
