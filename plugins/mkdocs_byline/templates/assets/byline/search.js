// The search box has the best hits only, and a link to all of them: says how many there are.
"use strict";

(() => {
  const result = document.querySelector("[data-md-component=search-result]");
  const list = result?.querySelector(".md-search-result__list");
  if (!list) return;
  const count = () => {
    const total = list.querySelector("[data-byline-total]")?.dataset.bylineTotal;
    if (!total) return;
    const { translations } = JSON.parse(document.querySelector("#__config").textContent);
    result.querySelector(".md-search-result__meta").textContent =
      translations["search.result.other"].replace("#", total);
  };
  new MutationObserver(count).observe(list, { childList: true });
})();
