// The index of a batch: search, filters, sorting. Without this script the page is a plain list of everything.
"use strict"
{
const byId = id => document.getElementById(id)
const table = byId("list"), body = table.tBodies[0], heads = [...table.tHead.rows[0].cells]
const form = byId("find"), search = byId("q"), said = byId("said"), more = byId("more")
table.classList.add("ready") // whatever happens below, the rows can be seen
const filters = [...form.querySelectorAll("select")]
const STEP = 100 // rows shown at a time: thousands at once would make every key press slow

// One spelling for what looks or sounds the same: digits, the two ways to write ำ and แ, blanks, full stops.
const fold = text => text.toLowerCase()
  .replace(/[๐-๙]/g, digit => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit))
  .replace(/ํ([่-๋]?)า/g, "$1ำ").replace(/([่-๋])ํา/g, "$1ำ").replace(/เเ/g, "แ")
  .replace(/[\s.,()\u00a0\u200b-\u200d–-]/g, "")
const TONES = /[็-์]/g
const bare = folded => folded.replace(TONES, "")
const SHORT = {
  "อบต": "องค์การบริหารส่วนตำบล", "อบจ": "องค์การบริหารส่วนจังหวัด",
  "ทต": "เทศบาลตำบล", "ทม": "เทศบาลเมือง", "ทน": "เทศบาลนคร",
}
const spell = word => word
  .replace(/^(อบต|อบจ|ทต|ทม|ทน)(\.|$)/, (_, short) => SHORT[short])
  .replace(/^(?:[อจต]\.|อำเภอ|จังหวัด)(?=.)/, "")

const number = text => {
  const found = parseFloat(fold(text.replace(/[−–]/, "-")) && text
    .replace(/[๐-๙]/g, digit => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit)).replace("−", "-").replace(/,/g, ""))
  return Number.isNaN(found) ? null : found
}
const levels = [...(form.elements.level?.options ?? [])].map(option => option.value)
const rank = text => levels.includes(text) ? levels.indexOf(text) : null
const KEYS = {number, rank, text: text => text}

const entries = [...body.rows].map((row, place) => {
  // Read out of its row, a link to another file of the report says of which agency it is.
  for (const link of row.cells[row.cells.length - 1].querySelectorAll("a"))
    link.setAttribute("aria-label", `${link.textContent} ${row.cells[0].firstElementChild.textContent}`)
  const cells = [...row.cells].map(cell => (cell.querySelector("a, span") ?? cell).textContent.trim())
  const exact = [...row.cells].slice(0, 3).map(cell => fold(cell.textContent)).join("\n")
  return {row, place, cells, exact, bare: bare(exact)}
})
const column = name => heads.findIndex(head => head.dataset.name === name)
const value = (entry, name) => entry.row.dataset[name] ?? entry.cells[column(name)]

let sorted = entries, matching = entries, shown = 0

const write = count => {
  const text = count.toLocaleString("en")
  return table.dataset.digits === "thai" ? text.replace(/\d/g, digit => "๐๑๒๓๔๕๖๗๘๙"[digit]) : text
}

const fill = (parent, children) => { // replaceChildren, for browsers before 2020
  parent.textContent = ""
  parent.append(...children)
}

const show = upTo => {
  shown = Math.min(upTo, matching.length)
  fill(body, matching.slice(0, shown).map(entry => entry.row))
  more.hidden = shown === matching.length
}

const apply = () => {
  const words = search.value.trim().split(/\s+/).map(spell).map(fold).filter(Boolean)
  const chosen = filters.filter(filter => filter.value && !filter.disabled)
  matching = sorted.filter(entry =>
    // A word with its tone marks means just these; without them it finds every tone.
    words.every(word => bare(word) === word ? entry.bare.includes(word) : entry.exact.includes(word))
    && chosen.every(filter => value(entry, filter.name) === filter.value))
  show(STEP)
  said.textContent = said.dataset[matching.length ? "found" : "none"]
    .replace("{found}", write(matching.length)).replace("{all}", write(entries.length))
}

// Districts of different provinces share names, so a district is chosen inside its province.
const narrow = () => {
  const {province, district} = form.elements
  if (!district) return
  const known = new Set(entries.filter(entry => !province || value(entry, "province") === province.value)
    .map(entry => value(entry, "district")))
  const before = district.value
  fill(district, [district.options[0], ...[...known].filter(Boolean)
    .sort(new Intl.Collator("th").compare).map(name => new Option(name, name))])
  district.disabled = Boolean(province && !province.value)
  district.value = known.has(before) ? before : ""
}

const sort = head => {
  const direction = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending"
  heads.forEach(other => other.removeAttribute("aria-sort"))
  head.setAttribute("aria-sort", direction)
  const key = KEYS[head.dataset.sort], at = heads.indexOf(head), compare = new Intl.Collator("th").compare
  const keyed = entries.map(entry => ({entry, key: key(entry.cells[at])}))
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.entry.place - b.entry.place
    const order = typeof a.key === "number" ? a.key - b.key : compare(a.key, b.key)
    return (direction === "ascending" ? order : -order) || a.entry.place - b.entry.place
  })
  sorted = keyed.map(each => each.entry)
  apply()
}

for (const head of heads.filter(head => head.dataset.sort)) {
  const button = document.createElement("button")
  button.type = "button"
  button.append(...head.childNodes)
  button.addEventListener("click", () => sort(head))
  head.append(button)
}
search.addEventListener("input", apply)
form.addEventListener("change", event => { if (event.target.name === "province") narrow(); apply() })
form.addEventListener("submit", event => event.preventDefault())
form.addEventListener("reset", () => setTimeout(() => { narrow(); apply(); search.focus() }))
more.addEventListener("click", () => {
  const first = shown
  show(shown + STEP)
  body.rows[first].querySelector("a, [tabindex]").focus()
})
addEventListener("beforeprint", () => show(matching.length))
// A page that names an agency leads to its row, which may be one of thousands.
const find = () => {
  const named = entries.find(entry => entry.row.id && `#${entry.row.id}` === location.hash)
  if (!named) return
  for (const filter of filters) filter.value = ""
  search.value = named.row.querySelector("small").textContent
}
addEventListener("hashchange", () => { find(); apply() })
if (entries.length < 2) table.tHead.classList.add("alone") // nothing to sort
form.hidden = said.hidden = entries.length < 2 // one is found without a search
find()
narrow()
apply()
}
