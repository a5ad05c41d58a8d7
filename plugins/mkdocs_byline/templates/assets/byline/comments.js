// Load comments where their link stands, on a plain click. Nothing is asked of another host before.
// Without this script the link leads to where they are.
{
  const isDark = () => {
    const [red, green, blue, alpha = 1] =
      getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number)
    if (!alpha) return matchMedia("(prefers-color-scheme: dark)").matches
    return 0.3 * red + 0.6 * green + 0.1 * blue < 128
  }

  // A script that was put into a page as HTML is not run.
  const running = (script) => {
    const fresh = document.createElement("script")
    for (const { name, value } of script.attributes) fresh.setAttribute(name, value)
    fresh.textContent = script.textContent
    return fresh
  }

  const load = (link) => {
    const section = link.closest(".byline-comments")
    const place = document.createElement("div")
    place.className = "byline-comments__place"
    place.tabIndex = -1
    const failed = () => {
      const text = document.createElement("p")
      link.textContent = link.dataset.bylineOpen
      link.removeAttribute("data-byline-comments")
      text.append(link.dataset.bylineFailed, " ", link)
      place.replaceChildren(text)
    }
    const template = section.querySelector("template")
    if (template) {
      place.append(template.content.cloneNode(true))
      for (const script of place.querySelectorAll("script")) script.replaceWith(running(script))
    } else {
      const { src, attributes, theme, themes } = JSON.parse(link.dataset.bylineComments)
      const script = document.createElement("script")
      for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value)
      script.setAttribute(theme, themes[Number(isDark())])
      script.crossOrigin = "anonymous"
      script.addEventListener("error", failed)
      script.src = src
      place.dataset.bylineScript = link.dataset.bylineComments
      place.append(script)
    }
    section.querySelector(".byline-comments__ask").replaceWith(place)
    place.focus({ preventScroll: true })
  }

  // Tell what was loaded of a new scheme, in the words of each.
  const follow = () => {
    for (const place of document.querySelectorAll("[data-byline-script]")) {
      const { origin, themes, session } = JSON.parse(place.dataset.bylineScript)
      const theme = themes[Number(isDark())]
      const message =
        session === "giscus" ? { giscus: { setConfig: { theme } } } : { type: "set-theme", theme }
      place.querySelector("iframe")?.contentWindow?.postMessage(message, origin)
    }
  }
  const scheme = { attributes: true, attributeFilter: ["data-md-color-scheme"] }
  new MutationObserver(follow).observe(document.body, scheme)
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", follow)

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-byline-comments]")
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
      return
    event.preventDefault()
    event.stopPropagation() // Of instant navigation, which listens further out.
    load(link)
  }, true)

  // Whoever has just signed in comes back with a word for the script, and had asked before.
  for (const link of document.querySelectorAll("a[data-byline-comments]")) {
    const { session } = JSON.parse(link.dataset.bylineComments || "{}")
    if (session && new URLSearchParams(location.search).has(session)) load(link)
  }
}
