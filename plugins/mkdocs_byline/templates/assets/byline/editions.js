// Say what of a post is new since its reader last read it. Which edition that was is kept in the
// reader's browser and nowhere else. Where storing is refused, and on a site that asks for consent
// until `byline` is among what the reader agrees to, nothing is kept and nothing is said.
const KEY = "byline.read"
const MOST = 500 // Posts. Those read longest ago are forgotten.

const isAllowed = () =>
  !document.querySelector('[data-md-component="consent"]') ||
  Boolean(globalThis.__md_get?.("__consent")?.byline)

const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value)

const entries = (storage) => {
  const value = JSON.parse(storage.getItem(KEY) || "{}")
  return new Map(isMap(value) ? Object.entries(value).filter((each) => Number.isFinite(each[1])) : [])
}

const keep = (storage, id, edition) => {
  const all = entries(storage)
  all.delete(id) // To be the last one.
  all.set(id, edition)
  storage.setItem(KEY, JSON.stringify(Object.fromEntries([...all].slice(-MOST))))
}

// Return the edition that was read last before this visit; nothing if there was none.
const lastRead = (id, newest) => {
  const before = entries(sessionStorage).get(id) ?? entries(localStorage).get(id)
  keep(sessionStorage, id, before ?? newest) // So that what is new stays so until the tab closes.
  keep(localStorage, id, newest)
  return before
}

const show = () => {
  if (!isAllowed()) return
  try {
    for (const notice of document.querySelectorAll("[data-byline-read]")) {
      const newest = Number(notice.dataset.bylineEdition)
      notice.hidden = !(lastRead(notice.dataset.bylineRead, newest) < newest)
    }
    for (const page of document.querySelectorAll("[data-byline-history]")) {
      const editions = [...page.querySelectorAll("[data-byline-date]")]
      const date = (edition) => Number(edition.dataset.bylineDate)
      const last = lastRead(page.dataset.bylineHistory, Math.max(...editions.map(date)))
      for (const edition of editions.filter((each) => date(each) > last)) {
        if (last === 0 && edition === editions.at(-1)) continue // Which was all there was then.
        edition.querySelector(".byline-edition__new").hidden = false
        edition.querySelector("details")?.setAttribute("open", "")
      }
    }
  } catch {
    // Storage is refused, full, or holds what somebody else has put there.
  }
}
show()
globalThis.document$?.subscribe(show) // Material's, with instant navigation.
