// Names for what Material leaves without one, so that a screen reader can say what it is:
// the search dialog, the boxes of tasks, and the buttons and numbers on blocks of code, which are
// added as they come into view.
const name = () => {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search")
  document.querySelectorAll(".task-list-item").forEach((item) => {
    item.querySelector("input")?.setAttribute("aria-label", item.textContent.trim())
  })
  document.querySelectorAll(".md-annotation__index").forEach((mark, index) => {
    mark.setAttribute("aria-label", `Note ${index + 1}`)
  })
  document.querySelectorAll(".md-code__nav").forEach((nav, index) => {
    nav.setAttribute("aria-label", `Code ${index + 1}`)
  })
}
name()
new MutationObserver(name).observe(document.body, { childList: true, subtree: true })
