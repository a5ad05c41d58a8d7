// Add a button beside each link to a page's Markdown that copies what is there. Without this script
// the link leads to it.
const addButtons = () => {
  for (const link of document.querySelectorAll("a[data-byline-copy]:not([data-byline-ready])")) {
    link.dataset.bylineReady = ""
    const button = document.createElement("button")
    const said = document.createElement("span")
    button.type = "button"
    button.className = "byline-copy"
    button.textContent = link.dataset.bylineCopy
    said.setAttribute("role", "status")
    button.addEventListener("click", async () => {
      said.textContent = ""
      try {
        const answer = await fetch(link.href)
        if (!answer.ok) throw new Error(answer.statusText)
        await navigator.clipboard.writeText(await answer.text())
        said.textContent = link.dataset.bylineCopied
      } catch {
        location.assign(link.href) // To be copied by hand.
      }
    })
    link.after(" ", button, " ", said)
  }
}
addButtons()
globalThis.document$?.subscribe(addButtons) // Material's, with instant navigation.
