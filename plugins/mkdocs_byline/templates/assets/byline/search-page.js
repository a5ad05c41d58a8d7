// The search page: what is asked for stands in its address, and its answers come from the worker
// that the search box has as well.
"use strict";

(() => {
  const form = document.querySelector("form.byline-search");
  if (!form) return;
  const FIND = 4, FOUND = 5, FILTERS = ["author", "topic", "year", "kind"];
  const { base, search } = JSON.parse(document.querySelector("#__config").textContent);
  const words = JSON.parse(form.dataset.words), root = new URL(base, location.href);
  const status = document.querySelector(".byline-search__status");
  const list = document.querySelector(".byline-search__hits");
  const more = document.querySelector(".byline-search__more");
  const worker = new Worker(new URL(search, location.href));
  const fields = form.elements;
  let number = 1;

  const say = (name, count) => words[name].replace("#", count);

  function read() {
    const given = new URLSearchParams(location.search);
    for (const name of FILTERS) choose(name, {}, given.get(name) ?? "");
    fields.query.value = given.get("query") ?? "";
    fields.since.value = given.get("since") ?? "";
    fields.sort.checked = given.get("sort") === "new";
  }

  function address() {
    const given = [...new FormData(form)].filter(([, value]) => value);
    const query = new URLSearchParams(given).toString();
    return location.pathname + (query ? `?${query}` : "");
  }

  function choose(name, counts, value) {
    const field = fields[name], label = each => name === "kind" ? words[each] : each;
    const byName = (a, b) => label(a).localeCompare(label(b));
    const values = Object.keys(counts).sort(name === "year" ? (a, b) => b - a : byName);
    if (value && !values.includes(value)) values.unshift(value);
    field.replaceChildren(
      new Option(words.any, ""),
      ...values.map(each => new Option(
        counts[each] ? `${label(each)} (${counts[each]})` : label(each), each, false, each === value
      )),
    );
  }

  function ask() {
    form.setAttribute("aria-busy", "true");
    const filters = Object.fromEntries(
      [...FILTERS, "since"].map(name => [name, fields[name].value])
    );
    worker.postMessage({
      type: FIND,
      data: { query: fields.query.value, filters, newest: fields.sort.checked, number },
    });
  }

  function begin() {
    number = 1;
    history.replaceState(history.state, "", address());
    ask();
  }

  // What comes from the worker is HTML already, in which only its own marks are elements.
  function link(hit, heading) {
    const item = document.createElement("div"), title = document.createElement(heading);
    const anchor = document.createElement("a");
    anchor.href = new URL(hit.location, root);
    anchor.innerHTML = hit.title;
    title.append(anchor);
    item.append(title);
    for (const [name, html] of [["about", hit.about], ["text", hit.text]])
      if (html) {
        const part = document.createElement("p");
        part.className = `byline-search__${name}`;
        part.innerHTML = html;
        item.append(part);
      }
    return item;
  }

  function show(answer) {
    form.removeAttribute("aria-busy");
    if (!answer) {
      status.textContent = words.failed;
      return;
    }
    for (const name of FILTERS) choose(name, answer.counts[name], fields[name].value);
    status.textContent = answer.total === 0 ? words.none
      : answer.total === 1 ? words.one : say("other", answer.total);
    list.replaceChildren(...answer.hits.map(hit => {
      const item = document.createElement("li");
      item.append(link(hit, "h2"), ...hit.sections.slice(0, 3).map(each => link(each, "h3")));
      return item;
    }));
    more.hidden = answer.hits.length === answer.total;
    more.textContent = say("more", answer.total - answer.hits.length);
  }

  worker.addEventListener("message", ({ data: { type, data } }) => type === FOUND && show(data));
  worker.addEventListener("error", () => show(null));
  form.addEventListener("submit", event => { event.preventDefault(); begin(); });
  form.addEventListener("input", begin);
  more.addEventListener("click", () => { number += 1; ask(); });
  addEventListener("popstate", () => { read(); ask(); });
  read();
  ask();
})();
