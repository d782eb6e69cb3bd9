// The bill: who was in by SIP, what an enabler would bill by CH-1, and the difference.
import type { ReportedBill, VerdictsDocument } from '../../judge/verdicts-document'
import { all, table, tag, text, type Markup } from './html'
import { counted, secondsText } from './words'

/** Users of one bill that are listed one by one. */
const MAX_USERS = 60
const types = ['start', 'interim', 'stop', 'event'] as const

/** The bill of one conference; below its scenario. */
export function billOfConference(bill: ReportedBill): Markup {
  const { sip, ch1, difference, users } = bill
  const isRight = isZero(bill)
  const shown = users.slice(0, MAX_USERS)
  return tag(
    'div',
    { class: 'bill' },
    tag('h4', {}, text(`The bill of ${bill.conference}`, 140)),
    tag(
      'p',
      { class: isRight ? 'right' : 'wrong' },
      text(isRight ? '✓ No difference: ' : '✗ Difference: '),
      text(differenceText(bill)),
    ),
    difference.what.length === 0
      ? undefined
      : tag('ul', {}, ...difference.what.slice(0, 12).map((one) => tag('li', {}, text(one, 300)))),
    difference.what.length > 12
      ? tag('p', { class: 'quiet' }, text(`and ${difference.what.length - 12} more, in verdicts.json`))
      : undefined,
    table(
      `Both sides of the bill of ${bill.conference.slice(0, 80)}`,
      ['of what', 'by SIP alone', 'by CH-1'],
      [
        [
          text('conference open'),
          text(secondsText(sip.openS)),
          text(ch1.openS === null ? 'never closed, or never opened' : secondsText(ch1.openS)),
        ],
        [text('head-seconds'), text(secondsText(sip.headSeconds)), text(headSecondsText(bill))],
        [text('most heads'), text(sip.mostHeads), text(ch1.mostCounted === null ? 'no record tells a number' : ch1.mostCounted)],
        ...types
          .filter((type) => ch1.records[type] > 0 || sip.due[type].max > 0)
          .map((type) => [text(type.toUpperCase()), text(dueText(sip.due[type])), text(ch1.records[type])]),
        ...shown.map((one) => [text(one.user, 80), text(secondsText(one.inS)), text(secondsText(one.chargedS))]),
      ],
      { rowHead: true, numbers: [1, 2] },
    ),
    users.length > shown.length
      ? tag('p', { class: 'quiet' }, text(`${users.length - shown.length} more users are in verdicts.json`))
      : undefined,
  )
}

/** All bills of a run, the wrong ones first. */
export function billSection({ bills = [], billing }: VerdictsDocument, hrefOf: (scenario: string) => string | undefined): Markup {
  const sorted = [...bills].sort((a, b) => weight(b) - weight(a) || Number(a.scenario === '') - Number(b.scenario === ''))
  return tag(
    'section',
    { 'aria-labelledby': 'bill' },
    tag('h2', { id: 'bill' }, text('The bill')),
    tag(
      'p',
      {},
      text(
        'For each conference: from SIP alone, who was in for how long; from CH-1, what a Charging Enabler would bill. The difference counts only what no lawful delay of a record explains.',
      ),
    ),
    billing === undefined || bills.length === 0
      ? tag('p', {}, text('No conference came about, so there is nothing to bill.'))
      : table(
          'Bills of all conferences, differences first',
          ['scenario', 'head-seconds by SIP', 'by CH-1', 'START', 'INTERIM', 'STOP', 'difference'],
          sorted.map((bill) => [
            linked(bill, hrefOf),
            text(bill.sip.headSeconds.toFixed(3)),
            text(bill.ch1.headSeconds.toFixed(3)),
            ...(['start', 'interim', 'stop'] as const).map((type) =>
              text(`${bill.ch1.records[type]} of ${dueText(bill.sip.due[type])}`),
            ),
            isZero(bill) ? all(text('✓ none')) : tag('span', { class: 'wrong' }, text(`✗ ${differenceText(bill)}`)),
          ]),
          {
            rowHead: true,
            numbers: [1, 2, 3, 4, 5],
          },
        ),
  )
}

function linked(bill: ReportedBill, hrefOf: (scenario: string) => string | undefined): Markup {
  const href = hrefOf(bill.scenario)
  const name = text(bill.scenario === '' ? 'outside of scenarios' : bill.scenario, 60)
  return href === undefined ? all(name) : tag('a', { href }, name)
}

/** Seconds above heads above records. */
function weight({ difference: { seconds, heads, records } }: ReportedBill): number {
  return seconds * 1e6 + heads * 10 + records
}

function isZero(bill: ReportedBill): boolean {
  return bill.difference.seconds === 0 && bill.difference.heads === 0 && bill.difference.records === 0
}

function differenceText({ difference: { seconds, heads, records } }: ReportedBill): string {
  return `${secondsText(seconds)}, ${counted(heads, 'head')}, ${counted(records, 'record')}`
}

function headSecondsText({ ch1: { headSeconds, countedHeadSeconds } }: ReportedBill): string {
  const byCount = countedHeadSeconds === null ? '' : ` (${secondsText(countedHeadSeconds)} by the numbers told)`
  return `${secondsText(headSeconds)}${byCount}`
}

function dueText({ min, max }: { readonly min: number; readonly max: number }): string {
  return min === max ? `${min} due` : `${min} to ${max} due`
}
