// What people said of verdicts after the run: each reading with who and when. Shown beside the verdicts, which stay what they are.
import type { Remark } from '../remarks-schema'
import { tag, text, type Markup } from './html'
import { counted } from './words'

/** Beyond so much the page names what is left; it lies in remarks.json. */
const MAX_CHARS = 200_000

const titles = ['How one reads it', 'How another reads it'] as const

/** Nothing where nobody said anything. `hrefOf`: where a purpose is shown. */
export function remarksSection(remarks: readonly Remark[], hrefOf: (purpose: string) => string | undefined): Markup | undefined {
  if (remarks.length === 0) return undefined
  let left = MAX_CHARS
  const shown = remarks.filter(({ readings }) => {
    left -= readings.reduce((sum, one) => sum + one.text.length + one.by.length, 500)
    return left > 0
  })
  return tag(
    'section',
    { 'aria-labelledby': 'remarks' },
    tag('h2', { id: 'remarks' }, text(`Remarks and disputes (${remarks.length})`)),
    tag('p', {}, text('Written down after the run. They change no verdict; nobody has decided between two readings here.')),
    ...shown.map((remark) => card(remark, hrefOf(remark.purpose))),
    shown.length < remarks.length
      ? tag('p', { class: 'quiet' }, text(`and ${counted(remarks.length - shown.length, 'more', 'more')}, in remarks.json`))
      : undefined,
  )
}

/** `1 dispute, 2 remarks`, to be said where the purpose stands; `undefined` of none. */
export function remarksOn(remarks: readonly Remark[], purpose: string): Markup | undefined {
  const of = remarks.filter((one) => one.purpose === purpose)
  if (of.length === 0) return undefined
  const disputes = of.filter(isDispute).length
  const words = [
    ...(disputes > 0 ? [counted(disputes, 'dispute')] : []),
    ...(of.length > disputes ? [counted(of.length - disputes, 'remark')] : []),
  ]
  return tag('p', {}, tag('a', { href: '#remarks' }, text(words.join(', '))), text(', which changes no verdict'))
}

function card(remark: Remark, href: string | undefined): Markup {
  const { purpose, verdict, at, readings } = remark
  return tag(
    'article',
    { class: 'card remark' },
    tag(
      'h3',
      {},
      text(isDispute(remark) ? 'Dispute on ' : 'Remark on '),
      href === undefined ? text(purpose, 60) : tag('a', { href }, text(purpose, 60)),
      text(`, which was ${verdict}`, 60),
    ),
    ...readings.flatMap(({ by, text: words }, i) => [
      readings.length > 1 ? tag('h4', {}, text(titles[i] ?? '')) : undefined,
      tag('div', { class: 'reading' }, ...words.split(/\r?\n/).map((line) => tag('p', {}, text(line, words.length * 6 + 1)))),
      tag('p', { class: 'quiet' }, text(by, 200)),
    ]),
    tag('p', { class: 'quiet' }, text(`written down ${at}`, 80)),
  )
}

function isDispute({ readings }: Remark): boolean {
  return readings.length > 1
}
