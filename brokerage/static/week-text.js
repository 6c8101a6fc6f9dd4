// A weekly pattern as text and as quarter-hours, both ways. Nothing here knows of a page.
//
// The week is 672 quarters from Monday 00:00, and a circle: Sunday night runs on into Monday. A pattern is read into
//   { on:   Set of quarters that hold every week,
//     some: Set of quarters that hold in term or in the holidays only,
//     kept: the parts that say so, as they were written,
//     rest: the other weeks of a rota, as they were written,
//     moved: whether a time off the quarter-hour was moved onto it }
// `kept` and `rest` cannot be painted; `write` puts them back as they were.
// It reads what matching/week.py reads. The server has the last word, and its sentences.

export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
export const DAY = 96 // quarters of a day
export const WEEK = 7 * DAY
const NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const PART = /^([a-z][a-z,\s-]*?)\s+(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)\s*(?:\((\w+)\))?$/i
const WHOLE = /^(any|none)\s*(?:\((\w+)\))?$/i
const EXAMPLE = 'Write it like Mon-Fri 09:30-14:30; Sat 10:00-14:00.'

export class Unreadable extends Error {}

// `widen`: a time off the quarter-hour makes a stretch longer (caring), else shorter (can work).
export function read (text, widen) {
  const [first, ...rest] = text.replace(/[\u2010-\u2015]/g, '-').trim().split(/\s+\/\s+/)
  const week = { on: new Set(), some: new Set(), kept: [], rest, moved: false }
  for (const part of first.split(';').map(part => part.trim()).filter(Boolean)) {
    const found = readPart(part, widen)
    week.moved ||= found.moved
    if (found.season) week.kept.push(part)
    for (const [from, to] of found.spans) fill(found.season ? week.some : week.on, from, to)
  }
  return week
}

export function write (week) {
  const parts = [...print(spans(week.on)), ...week.kept]
  const whole = week.on.size === WEEK && !week.kept.length
  const first = whole ? 'any' : parts.join('; ')
  return [first || (week.rest.length ? 'none' : ''), ...week.rest].join(' / ')
}

// Stretches as [from, to) in quarters, each begun on the day of `from`; one over midnight stays whole, a whole day stays a day.
export function spans (on) {
  const days = DAYS.map((_, day) => runs(on, day))
  days.forEach((own, day) => {
    const evening = own.at(-1); const next = days[(day + 1) % 7]; const morning = next[0]
    if (!evening || !morning || evening[1] !== DAY || morning[0] !== 0) return
    if (evening[0] === 0 || morning[1] === DAY || morning[1] >= evening[0]) return // a stretch of a day or more: by its days
    evening[1] += morning[1]
    next.shift()
  })
  return days.flatMap((own, day) => own.map(([from, to]) => [day * DAY + from, day * DAY + to]))
}

// The same week with what begins on Monday begun on Tuesday to Friday too, in place of what began there.
export function copyMonday (on) {
  const kept = spans(on).filter(([from]) => from < DAY || from >= 5 * DAY)
  const monday = kept.filter(([from]) => from < DAY)
  const copied = new Set()
  for (const [from, to] of kept) fill(copied, from, to)
  for (let day = 1; day < 5; day++) for (const [from, to] of monday) fill(copied, from + day * DAY, to + day * DAY)
  return copied
}

// Quarters around the gate on Monday to Friday, a quarter of an hour before and after; none where there is no time.
export function gate (text) {
  const found = /^\s*(\d{1,2}):(\d\d)\s*$/.exec(text)
  const quarters = new Set()
  if (!found || found[1] > 23 || found[2] > 59) return quarters
  const minutes = found[1] * 60 + +found[2]
  for (let day = 0; day < 5; day++) for (let q = Math.max(0, Math.floor((minutes - 15) / 15)); q < Math.min(DAY, Math.ceil((minutes + 15) / 15)); q++) quarters.add(day * DAY + q)
  return quarters
}

export function clock (quarter) {
  const minutes = quarter % DAY * 15
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

// [0, 1, 2, 4] -> Mon-Wed,Fri
export function dayNames (list) {
  if (list.length === 7) return 'daily'
  const runs = []
  for (const day of list) {
    const last = runs.at(-1)
    if (last && last.at(-1) === day - 1) last.push(day)
    else runs.push([day])
  }
  return runs.map(run => run.length < 3 ? run.map(day => DAYS[day]).join(',') : `${DAYS[run[0]]}-${DAYS[run.at(-1)]}`).join(',')
}

export function fill (set, from, to) {
  for (let q = from; q < to; q++) set.add(q % WEEK)
}

function print (list) {
  const groups = new Map()
  for (const [from, to] of list) {
    const end = to % DAY === 0 && to - from <= DAY && Math.floor(from / DAY) === to / DAY - 1 ? '24:00' : clock(to)
    const times = `${clock(from)}-${end}`
    groups.set(times, [...(groups.get(times) || []), Math.floor(from / DAY)])
  }
  return [...groups].map(([times, days]) => `${dayNames(days)} ${times}`)
}

function runs (on, day) {
  const found = []
  for (let q = 0; q < DAY; q++) {
    if (!on.has(day * DAY + q)) continue
    const last = found.at(-1)
    if (last && last[1] === q) last[1]++
    else found.push([q, q + 1])
  }
  return found
}

function readPart (part, widen) {
  const whole = WHOLE.exec(part)
  if (whole) {
    return { season: season(whole[2]), moved: false, spans: whole[1].toLowerCase() === 'any' ? [[0, WEEK]] : [] }
  }
  const found = PART.exec(part)
  if (!found) throw new Unreadable(`“${part}” is not a day and a time. ${EXAMPLE}`)
  const from = minutes(found[2]); let to = minutes(found[3])
  if (from === to || from === 24 * 60) throw new Unreadable(`“${part}” ends when it starts. For a whole day write 00:00-24:00.`)
  if (to < from) to += 24 * 60
  const [first, last] = widen ? [Math.floor(from / 15), Math.ceil(to / 15)] : [Math.ceil(from / 15), Math.floor(to / 15)]
  return {
    season: season(found[4]),
    moved: from % 15 > 0 || to % 15 > 0,
    spans: days(found[1]).map(day => [day * DAY + first, day * DAY + last])
  }
}

function days (text) {
  if (text.trim().toLowerCase() === 'daily') return [0, 1, 2, 3, 4, 5, 6]
  return text.split(',').flatMap(piece => {
    const [first, last = first] = piece.split('-').map(word => dayNumber(word.trim()))
    return Array.from({ length: (last - first + 7) % 7 + 1 }, (_, step) => (first + step) % 7)
  })
}

function dayNumber (word) {
  const day = DAYS.findIndex((short, n) => [short.toLowerCase(), NAMES[n]].includes(word.toLowerCase()))
  if (day < 0) throw new Unreadable(`“${word}” is not a day. Write ${DAYS.join(' ')}, ranges such as Mon-Fri, or daily.`)
  return day
}

function minutes (text) {
  const [hour, minute] = text.split(':').map(Number)
  if (minute > 59 || hour * 60 + minute > 24 * 60) throw new Unreadable(`“${text}” is not a time of day. Write times from 00:00 to 24:00.`)
  return hour * 60 + minute
}

function season (word) {
  if (word === undefined) return ''
  if (['term', 'holidays'].includes(word.toLowerCase())) return word.toLowerCase()
  throw new Unreadable(`“(${word})” is not known. Write (term) or (holidays).`)
}
