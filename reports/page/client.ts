// The page's only script: the time slider. Plain JavaScript as text, since it runs in the reader's browser and not here.
// It writes words by textContent alone, loads nothing and stores nothing.

/** The content of the script element. */
export const clientScript = `'use strict'
{
  const make = (name, words, className) => {
    const one = document.createElement(name)
    if (words !== undefined) one.textContent = words
    if (className) one.className = className
    return one
  }
  const s = (ms) => (ms / 1000).toFixed(3) + ' s'

  function slider(box) {
    const id = box.dataset.slider
    const data = JSON.parse(document.getElementById(id + '-data').textContent)
    const scenario = document.getElementById(id)
    const rows = [...scenario.querySelectorAll('tr[data-ms]')]
    const drawn = [...scenario.querySelectorAll('.ladder g[data-us]')]
    const zeroUs = Number(scenario.querySelector('.ladder svg')?.dataset.zero ?? 0)
    const changes = [...new Set(rows.map((row) => Number(row.dataset.ms)))]

    const controls = make('div', undefined, 'controls')
    const button = (words, label, go) => {
      const one = make('button', words)
      one.type = 'button'
      one.setAttribute('aria-label', label)
      one.addEventListener('click', go)
      return one
    }
    const range = make('input')
    Object.assign(range, { type: 'range', min: 0, max: data.endMs, step: 'any', value: 0 })
    range.setAttribute('aria-label', 'Time in the scenario')
    const number = make('input')
    Object.assign(number, { type: 'number', min: 0, max: data.endMs / 1000, step: 0.001 })
    const label = make('label', 'at ')
    label.append(number, ' s')
    const state = make('div', undefined, 'state')
    const spoken = make('p', '', 'hidden')
    spoken.setAttribute('role', 'status')
    let now = 0

    const list = (title, items, empty) => {
      const part = make('div')
      const ul = make('ul')
      for (const words of items.length ? items : [empty]) ul.append(make('li', words))
      part.append(make('h5', title), ul)
      return part
    }

    function show(ms, from) {
      now = Math.min(Math.max(Number.isFinite(ms) ? ms : 0, 0), data.endMs)
      if (from !== range) range.value = now
      if (from !== number) number.value = (now / 1000).toFixed(3)
      const inside = [], dialogs = [], sessions = []
      for (const conference of data.conferences) {
        const where = data.conferences.length > 1 ? ' in ' + conference.name : ''
        for (const [who, invited, joined, leaving, over, arrival] of conference.legs) {
          if (invited > now) continue
          const isIn = joined !== null && joined <= now && !(leaving !== null && leaving <= now)
          if (isIn) inside.push(who + where + ', since ' + s(joined) + (arrival ? '; charged by: ' + arrival : ''))
          if (over !== null && over <= now) continue
          dialogs.push(who + where + ': ' + (isIn ? 'confirmed' : leaving !== null && leaving <= now ? 'BYE sent, not answered' : 'invited'))
        }
        for (const [session, records] of conference.sessions) {
          const seen = records.filter(([at]) => at <= now)
          const last = seen[seen.length - 1]
          if (!last) continue
          const [at, type, n, event, count] = last
          const open = seen.some((one) => one[1] === 'STOP') ? 'closed' : 'open'
          sessions.push(session + ': ' + open + ', last record number ' + (n ?? '?') + ' (' + type + ', event ' + event + ', at ' + s(at) + (count === null ? '' : ', tells ' + count + ' participants') + ')')
        }
      }
      const parts = [
        list('In the conference: ' + inside.length, inside, 'nobody'),
        list('Open dialogs: ' + dialogs.length, dialogs, 'none'),
        list('Accounting sessions', sessions, 'none yet'),
      ]
      state.replaceChildren(...parts)
      range.setAttribute('aria-valuetext', s(now) + ', ' + inside.length + ' in')
      spoken.textContent = 'At ' + s(now) + ': ' + inside.length + ' in, ' + dialogs.length + ' dialogs open.'
      let last
      for (const row of rows) {
        const past = Number(row.dataset.ms) <= now
        row.classList.toggle('future', !past)
        row.classList.remove('now')
        if (past) last = row
      }
      last?.classList.add('now')
      let drawnLast
      for (const one of drawn) {
        one.classList.remove('now')
        if (Number(one.dataset.us) - zeroUs <= now * 1000) drawnLast = one
      }
      drawnLast?.classList.add('now')
    }

    const step = (forward) => show(forward ? (changes.find((at) => at > now + 0.0005) ?? data.endMs) : (changes.findLast((at) => at < now - 0.0005) ?? 0))
    controls.append(
      button('◀', 'Previous change', () => step(false)),
      range,
      button('▶', 'Next change', () => step(true)),
      label,
    )
    range.addEventListener('input', () => show(Number(range.value), range))
    range.addEventListener('keydown', (event) => {
      const far = { PageUp: true, PageDown: false }[event.key]
      const near = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
      if (far !== undefined) step(far)
      else if (near !== undefined) show(now + near * (event.shiftKey ? 100 : 10))
      else return
      event.preventDefault()
    })
    number.addEventListener('input', () => show(Number(number.value) * 1000, number))
    box.append(controls, make('p', 'Arrow keys move by 10 ms, with Shift by 100 ms, Page Up and Page Down to the next change.', 'quiet'), state, spoken)
    show(changes[0] ?? 0)
  }

  const begin = (scenario) => {
    for (const box of scenario.querySelectorAll('.slider:empty')) slider(box)
  }
  for (const scenario of document.querySelectorAll('details.scenario')) {
    if (scenario.open) begin(scenario)
    scenario.addEventListener('toggle', () => begin(scenario))
  }
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (!target) return
    target.closest('details')?.setAttribute('open', '')
    target.scrollIntoView()
  }
  addEventListener('hashchange', reveal)
  reveal()
}
`
