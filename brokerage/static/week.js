// The weekly grid. Painting in it rewrites the two texts, typing in a text draws it anew; the texts are what is sent.
// Without this script the grid is a picture that the server drew.
import { clock, copyMonday, DAY, dayNames, DAYS, fill, gate, read, Unreadable, WEEK, write } from './week-text.js'

const WORDS = { a: 'can work', c: 'caring', s: 'at the school gate', A: 'can work in some weeks', C: 'caring in some weeks', '-': 'not stated' }
const NIGHT = [12, 44] // half-hours drawn unless the week reaches further: 06:00 to 22:00
const TALL = matchMedia('(max-width: 48em)') // on a phone the days are columns

const grid = document.querySelector('[data-week]')
if (grid) start()

function start () {
  const $ = selector => grid.closest('form').querySelector(selector)
  const fields = { a: $('#available'), c: $('#caring') }
  const gates = [$('#drop_off'), $('#pick_up')]
  const cells = [...grid.querySelectorAll('[data-day]')].map(row => [...row.querySelectorAll('.ss-cell')])
  const weeks = { a: null, c: null } // what the texts say; null where one cannot be read
  const past = []
  let here = [0, 18]; let anchor = null; let dragging = false; let waiting = null

  upgrade()
  for (const kind of ['a', 'c']) understand(kind)
  draw()
  if (reachesIntoNight()) showAll(true)
  go(...firstUsed(), false)

  function upgrade () {
    grid.setAttribute('role', 'grid')
    grid.setAttribute('aria-label', grid.dataset.week)
    grid.setAttribute('aria-describedby', 'how')
    for (const row of grid.querySelectorAll('[data-day]')) {
      row.setAttribute('role', 'row')
      row.firstElementChild.setAttribute('role', 'rowheader')
      row.lastElementChild.setAttribute('role', 'presentation')
      for (const cell of row.querySelectorAll('.ss-cell')) { cell.setAttribute('role', 'gridcell'); cell.tabIndex = -1 }
    }
    for (const selector of ['[data-brushes]', '[data-how]', '[data-hours]']) $(selector).hidden = false
    $('[data-undo]').addEventListener('click', undo)
    $('[data-copy]').addEventListener('click', copy)
    $('[data-hours]').addEventListener('click', () => showAll(!('all' in grid.dataset)))
    for (const kind of ['a', 'c']) fields[kind].addEventListener('change', () => typedLater(kind))
    for (const field of gates) field.addEventListener('change', draw)
    grid.addEventListener('keydown', key)
    grid.addEventListener('pointerdown', press)
    grid.addEventListener('pointerover', over)
    addEventListener('pointerup', release)
    addEventListener('pointercancel', () => { dragging = false })
  }

  // Text to picture
  function understand (kind) {
    try {
      weeks[kind] = read(fields[kind].value, kind === 'c')
      return ''
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      weeks[kind] = null
      return error.message
    }
  }

  // A moment later: what is said moves the button under a mouse that leaves the text by pressing it.
  function typedLater (kind) {
    settle()
    waiting = { kind, timer: setTimeout(settle, 300) }
  }

  function settle () {
    if (!waiting) return
    clearTimeout(waiting.timer)
    const { kind } = waiting
    waiting = null
    typed(kind)
  }

  function typed (kind) {
    const wrong = understand(kind)
    draw()
    if (reachesIntoNight()) showAll(true)
    say(wrong || `The picture shows what you typed.${weeks[kind].moved ? ' Times are kept in quarter hours.' : ''} Not saved yet.`)
  }

  function draw () {
    const closed = gates.map(field => gate(field.value))
    const shown = quarter => {
      if (closed.some(quarters => quarters.has(quarter))) return 's'
      for (const [kind, part, sign] of [['c', 'on', 'c'], ['c', 'some', 'C'], ['a', 'on', 'a'], ['a', 'some', 'A']]) {
        if (weeks[kind]?.[part].has(quarter)) return sign
      }
      return '-'
    }
    cells.forEach((row, day) => row.forEach((cell, half) => {
      const at = day * DAY + 2 * half
      const [first, second] = [shown(at), shown(at + 1)]
      cell.children[0].dataset.s = first
      cell.children[1].dataset.s = second
      const told = first === second ? WORDS[first] : `${WORDS[first]}, from ${clock(at + 1)} ${WORDS[second]}`
      cell.setAttribute('aria-label', `${DAYS[day]} ${clock(at)}, ${told}`)
    }))
    $('[data-some]').hidden = !['a', 'c'].some(kind => weeks[kind]?.some.size)
    notes()
  }

  function notes () {
    const lines = ['a', 'c'].flatMap(kind => {
      const week = weeks[kind]
      if (!week) return []
      const kept = week.kept.length ? [`Drawn, but not painted, for “${WORDS[kind]}”: ${week.kept.join('; ')}. To change it, type it.`] : []
      const rest = week.rest.length ? [`Week 1 of ${week.rest.length + 1} is drawn for “${WORDS[kind]}”. The other weeks stay as they are written.`] : []
      return [...kept, ...rest]
    })
    $('[data-notes]').replaceChildren(...lines.map(line => Object.assign(document.createElement('p'), { className: 'ss-small ss-muted ss-m0 ss-mb-4', textContent: line })))
  }

  // Picture to text
  function paint (from, to) {
    const brush = $('[data-brushes] input:checked').value
    const [days, halves] = box(from, to)
    const quarters = new Set()
    for (const day of days) fill(quarters, day * DAY + 2 * halves[0], day * DAY + 2 * halves.at(-1) + 2)
    // Who cares for somebody cannot work, whatever else is stated: painting “caring” leaves what stands under it.
    const change = { a: set => brush === 'a' ? new Set([...set, ...quarters]) : brush === '-' ? without(set, quarters) : set }
    change.c = set => brush === 'c' ? new Set([...set, ...quarters]) : without(set, quarters)
    if (!put(change)) return
    const last = day => clock(day * DAY + 2 * halves.at(-1) + 2)
    const end = halves.at(-1) === DAY / 2 - 1 ? '24:00' : last(0)
    say(`${dayNames(days)}, ${clock(2 * halves[0])} to ${end}: ${WORDS[brush]}. Not saved yet.`)
  }

  function copy () {
    if (put({ a: copyMonday, c: copyMonday })) say('Monday is copied to Tuesday, Wednesday, Thursday and Friday. Not saved yet.')
  }

  function put (change) {
    settle()
    const unread = ['a', 'c'].find(kind => !weeks[kind])
    if (unread) {
      say(`First correct what is written under “${unread === 'a' ? 'Can work' : 'Caring for someone'}”. ${understand(unread)}`)
      return false
    }
    past.push([fields.a.value, fields.c.value])
    for (const kind of ['a', 'c']) {
      const on = change[kind](weeks[kind].on)
      if (same(on, weeks[kind].on)) continue // a text that nothing changed stays as it was typed
      weeks[kind].on = on
      fields[kind].value = write(weeks[kind]) || 'none' // cleared is not the same as not known
    }
    draw()
    return true
  }

  function undo () {
    settle()
    const was = past.pop()
    if (!was) return say('There is nothing to undo.')
    ;[fields.a.value, fields.c.value] = was
    for (const kind of ['a', 'c']) understand(kind)
    draw()
    say('Undone.')
  }

  // Choosing a stretch
  function begin (at) {
    settle()
    anchor = at
    mark(at)
    say(`From ${DAYS[at[0]]} ${clock(2 * at[1])}. Now choose the end.`)
  }

  function finish (to) {
    const from = anchor
    letGo()
    paint(from, to)
  }

  function letGo () { anchor = null; dragging = false; mark(null) }

  function mark (to) {
    for (const cell of grid.querySelectorAll('.is-marked')) cell.classList.remove('is-marked')
    if (!anchor || !to) return
    const [days, halves] = box(anchor, to)
    for (const day of days) for (const half of halves) cells[day][half].classList.add('is-marked')
  }

  function go (day, half, focus = true) {
    const [first, last] = range()
    cells[here[0]][here[1]].tabIndex = -1
    here = [Math.min(6, Math.max(0, day)), Math.min(last, Math.max(first, half))]
    const cell = cells[here[0]][here[1]]
    cell.tabIndex = 0
    if (focus) cell.focus()
    if (focus && anchor) mark(here)
  }

  function key (event) {
    const [day, half] = here
    const [first, last] = range()
    const step = {
      ArrowRight: TALL.matches ? [1, 0] : [0, 1],
      ArrowLeft: TALL.matches ? [-1, 0] : [0, -1],
      ArrowDown: TALL.matches ? [0, 1] : [1, 0],
      ArrowUp: TALL.matches ? [0, -1] : [-1, 0],
      Home: [0, first - half],
      End: [0, last - half],
      PageDown: [0, 4],
      PageUp: [0, -4]
    }[event.key]
    const letter = event.key.toLowerCase()
    if ((event.ctrlKey || event.metaKey) && letter === 'z') undo()
    else if (event.ctrlKey || event.metaKey || event.altKey) return
    else if (step) go(day + step[0], half + step[1])
    else if (event.key === ' ' || event.key === 'Enter') anchor ? finish(here) : begin(here)
    else if (event.key === 'Escape') { letGo(); say('Let go.') } else if ('acx'.includes(letter)) choose(letter === 'x' ? '-' : letter)
    else return
    event.preventDefault()
  }

  function choose (sign) {
    $(`[data-brushes] [value="${sign}"]`).checked = true
    say(`Painting: ${sign === '-' ? 'clear' : WORDS[sign]}.`)
  }

  // A mouse or a pen drags, or presses start and end. A finger presses start and end, so that the page still scrolls.
  function press (event) {
    const cell = event.target.closest('.ss-cell')
    if (!cell || event.button) return
    const at = where(cell)
    if (event.pointerType === 'touch') return
    event.preventDefault()
    go(...at)
    if (anchor) return finish(at)
    begin(at)
    dragging = true
  }

  function over (event) {
    const cell = event.target.closest('.ss-cell')
    if (cell && anchor && event.pointerType !== 'touch') mark(where(cell))
  }

  function release (event) {
    if (event.pointerType === 'touch') return
    if (!dragging) return
    dragging = false
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest('.ss-cell')
    const to = cell && grid.contains(cell) ? where(cell) : anchor
    if (to[0] !== anchor[0] || to[1] !== anchor[1]) finish(to)
  }

  // A tap comes as a click; a finger that scrolls gives none.
  grid.addEventListener('click', event => {
    const cell = event.target.closest('.ss-cell')
    if (!cell || event.pointerType !== 'touch') return
    const at = where(cell)
    go(...at)
    anchor ? finish(at) : begin(at)
  })

  function where (cell) {
    const day = cells.findIndex(row => row.includes(cell))
    return [day, cells[day].indexOf(cell)]
  }

  // The night
  function range () { return 'all' in grid.dataset ? [0, DAY / 2 - 1] : [NIGHT[0], NIGHT[1] - 1] }

  function showAll (all) {
    if (all) grid.dataset.all = ''
    else delete grid.dataset.all
    $('[data-hours]').textContent = all ? 'Show 06:00 to 22:00' : 'Show all 24 hours'
    go(...here, false)
  }

  function reachesIntoNight () {
    return ['a', 'c'].some(kind => weeks[kind] && weeks[kind].on.size < WEEK && [...weeks[kind].on, ...weeks[kind].some].some(q => q % DAY < 2 * NIGHT[0] || q % DAY >= 2 * NIGHT[1]))
  }

  function firstUsed () {
    const first = [...(weeks.a?.on || [])].filter(q => q < DAY && q >= 2 * NIGHT[0]).sort((x, y) => x - y)[0]
    return first === undefined ? [0, 18] : [0, Math.floor(first / 2)]
  }

  function say (text) { $('[data-status]').textContent = text }
}

function box (from, to) {
  const between = (x, y) => Array.from({ length: Math.abs(x - y) + 1 }, (_, n) => Math.min(x, y) + n)
  return [between(from[0], to[0]), between(from[1], to[1])]
}

function without (set, gone) { return new Set([...set].filter(quarter => !gone.has(quarter))) }

function same (one, other) { return one.size === other.size && [...one].every(quarter => other.has(quarter)) }
