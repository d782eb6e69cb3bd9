// What stands below a ladder: the findings in words, and what the shapes mean.
import type { Finding } from '../../judge/verdict'
import type { Lanes } from './lanes'
import { cross, el, label, line, words, wrapped } from './svg'

export interface Foot {
  readonly parts: readonly string[]
  readonly bottom: number
}

/** The findings, numbered as their badges; at most twenty. */
export function drawFindings(findings: readonly Finding[], lanes: Lanes, top: number): Foot {
  if (findings.length === 0) return { parts: [], bottom: top }
  const parts: string[] = [label(14, top + 20, 'strong', findings.length === 1 ? 'Finding' : 'Findings')]
  const chars = Math.floor((lanes.width - 120) / 5.6)
  let y = top + 42
  for (const [index, finding] of findings.slice(0, 20).entries()) {
    parts.push(
      el('circle', { cx: 24, cy: y - 4, r: 8.5, class: 'bad' }),
      el('text', { x: 24, y: y - 0.5, class: 'tiny middle strong badge' }, words(String(index + 1))),
      el(
        'text',
        { x: 42, y },
        el('tspan', { class: 'strong' }, words(`${finding.owner} · ${finding.rule}`, 90)),
        el('tspan', { dx: 12, class: 'light' }, words(`${finding.clause} (${finding.level})`, 120)),
      ),
    )
    y += 16
    for (const [name, text] of [
      ['expected', finding.expected],
      ['came', finding.actual],
    ] as const) {
      parts.push(label(42, y, 'small quiet', name))
      for (const part of wrapped(text, chars, 3)) {
        parts.push(label(102, y, 'small', part))
        y += 15
      }
    }
    y += 9
  }
  if (findings.length > 20) parts.push(label(42, y, 'small quiet', `and ${findings.length - 20} more, in verdicts.json`))
  return { parts, bottom: y }
}

/** One line of samples. */
export function drawLegend(top: number): Foot {
  const y = top + 22
  const samples: readonly (readonly [width: number, parts: readonly string[], text: string])[] = [
    [24, [line(0, y - 4, 24, y - 4, 'sip wire')], 'SIP at the boundary of the SUT'],
    [24, [line(0, y - 4, 24, y - 4, 'sip thin')], 'beyond it, by name only'],
    [
      24,
      [
        el('path', { d: `M0 ${y - 9}C14 ${y - 9} 10 ${y + 1} 24 ${y + 1}`, class: 'ch1 wire' }),
        el('circle', { cx: 0, cy: y - 9, r: 3, class: 'ch1' }),
      ],
      'trigger → owed record, after',
    ],
    [30, [el('rect', { x: 0, y: y - 12, width: 30, height: 16, rx: 3, class: 'empty dashed' })], 'missing record'],
    [
      30,
      [el('rect', { x: 0, y: y - 12, width: 30, height: 16, rx: 2, class: 'forbidden' }), cross(15, y - 4, 9, 'bad thick')],
      'forbidden record',
    ],
    [
      30,
      [el('rect', { x: 0, y: y - 12, width: 30, height: 16, rx: 2, class: 'forbidden' }), label(11, y, 'strong bad', '?')],
      'record that nothing explains',
    ],
    [24, [line(0, y - 4, 24, y - 4, 'hair wire')], 'watchdogs'],
  ]
  const parts: string[] = []
  let x = 14
  for (const [width, drawn, text] of samples) {
    parts.push(el('g', { transform: `translate(${x} 0)` }, ...drawn, label(width + 7, y, 'small quiet', text)))
    x += width + 7 + text.length * 5.6 + 26
  }
  return { parts, bottom: y + 16 }
}
