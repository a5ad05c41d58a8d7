// Load what a link stands for in its place, on a plain click. Sanitising has let `data-byline-embed`
// through only for the site's `embed_hosts`. Without this script the link is a link.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-byline-embed]")
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    return
  event.preventDefault()
  event.stopPropagation() // Of instant navigation, which listens further out.
  const frame = document.createElement("iframe")
  frame.className = "byline-embed"
  frame.title = (link.querySelector("span") ?? link).firstChild.textContent.trim()
  frame.style.cssText = link.style.cssText
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture"
  frame.referrerPolicy = "strict-origin-when-cross-origin"
  frame.setAttribute("sandbox", "allow-popups allow-presentation allow-same-origin allow-scripts")
  frame.src = link.dataset.bylineEmbed
  link.replaceWith(frame)
  frame.focus()
}, true)
