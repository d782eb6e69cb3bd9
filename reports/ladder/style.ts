// The look of a ladder: one palette for light, one for dark, and the classes that use it. Plain values, since not every viewer knows CSS variables.

interface Palette {
  readonly paper: string
  readonly ink: string
  readonly quiet: string
  readonly hair: string
  readonly band: string
  readonly sut: string
  readonly box: string
  readonly sip: string
  readonly ch1: string
  readonly bad: string
  readonly warn: string
}

const light: Palette = {
  paper: '#ffffff',
  ink: '#1c2128',
  quiet: '#66707c',
  hair: '#c3cad3',
  band: '#f4f6f8',
  sut: '#e9f0fa',
  box: '#ffffff',
  sip: '#1d5db8',
  ch1: '#08705a',
  bad: '#b3201a',
  warn: '#8f5200',
}

const dark: Palette = {
  paper: '#12161b',
  ink: '#e4e8ec',
  quiet: '#98a2ae',
  hair: '#3d4651',
  band: '#191e25',
  sut: '#1a2433',
  box: '#1d232b',
  sip: '#86b6ff',
  ch1: '#5fd3b1',
  bad: '#ff8b82',
  warn: '#f1b660',
}

/** The content of the `<style>` element. */
export function ladderStyle(): string {
  return `
text { font: 11.5px 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif }
.title { font-size: 17px; font-weight: 600 } .small { font-size: 10.5px } .tiny { font-size: 9px } .strong { font-weight: 600 }
.code, .time { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace; font-size: 11px }
.time { font-size: 10.5px; text-anchor: end } .number { font-size: 8.5px } .middle { text-anchor: middle } .end { text-anchor: end } .slanted { font-style: italic }
.halo { paint-order: stroke; stroke-width: 3.5px; stroke-linejoin: round }
.thin { stroke-width: .8 } .wire { stroke-width: 1.4 } .thick { stroke-width: 2.6 } .dotted { stroke-dasharray: 1.5 3 } .dashed { stroke-dasharray: 5 3.5 }
line, path { fill: none; stroke-width: 1 }
${colours(light)}
@media (prefers-color-scheme: dark) {
${colours(dark)}
}
`
}

function colours(p: Palette): string {
  return `svg { color-scheme: light dark } .paper { fill: ${p.paper} } .band { fill: ${p.band} } .sut { fill: ${p.sut}; stroke: ${p.hair} } .head { fill: ${p.box}; stroke: ${p.hair} }
text { fill: ${p.ink} } text.badge { fill: ${p.paper} } .halo { stroke: ${p.paper} } .halo.onband { stroke: ${p.band} } text.quiet { fill: ${p.quiet} } text.sip { fill: ${p.sip} } text.ch1 { fill: ${p.ch1} } text.bad { fill: ${p.bad} } text.warn { fill: ${p.warn} }
.life { stroke: ${p.hair} } line.sip, path.sip { stroke: ${p.sip} } line.ch1, path.ch1 { stroke: ${p.ch1} } line.quiet, path.quiet { stroke: ${p.quiet} } line.bad, path.bad { stroke: ${p.bad} } path.warn, line.warn { stroke: ${p.warn} } line.hair { stroke: ${p.hair} }
polygon.sip, circle.sip { fill: ${p.sip} } polygon.ch1, circle.ch1 { fill: ${p.ch1} } polygon.quiet, circle.quiet { fill: ${p.quiet} } polygon.bad, circle.bad { fill: ${p.bad} } circle.warn { fill: ${p.warn} }
rect.pill { fill: ${p.box}; stroke: ${p.ch1} } rect.pill.quiet { stroke: ${p.quiet} } rect.pill.warn { stroke: ${p.warn} } rect.pill.bad { stroke: ${p.bad} }
rect.empty { fill: ${p.paper}; stroke: ${p.warn}; stroke-width: 1.6 } rect.forbidden { fill: ${p.box}; stroke: ${p.bad}; stroke-width: 2.6 } rect.alarm { fill: ${p.box}; stroke: ${p.warn} }`
}
