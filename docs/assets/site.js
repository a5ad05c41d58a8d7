// Names for what Material leaves without one, so that a screen reader can say what it is:
// the search dialog, and the buttons on blocks of code, which are added as they come into view.
const name = () => {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search")
  document.querySelectorAll(".md-code__nav").forEach((nav, index) => {
    nav.setAttribute("aria-label", `Code ${index + 1}`)
  })
}
name()
new MutationObserver(name).observe(document.body, { childList: true, subtree: true })
