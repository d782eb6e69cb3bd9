// How the records of a story go over CH-1: connections, numbers, identifiers, answers.
import type { Direction, Flow, HistoryFact } from '../../judge/history/events'
import { acaBytes, acrBytes, type RecordPlan, type SendingIds } from './record-plan'

/** Where in the history something stands, once it is told. */
export interface Anchor {
  n: number
}
/** Something that happens, its number still open. */
export interface Item {
  readonly atMs: number
  readonly fact: () => HistoryFact
  readonly anchor?: Anchor
}

/** Between the server and the Charging Enabler. */
export const ch1Flow: Flow = { transport: 'tcp', local: '127.0.0.1:3868', remote: '127.0.0.1:40001' }

/** Connections beside the first one that records use and nobody opened: open from the first record on. */
export function openingsOf(plans: readonly RecordPlan[], opened: ReadonlySet<string>): Item[] {
  const firstMs = new Map<string, { readonly atMs: number; readonly conn: number; readonly enabler: string }>()
  for (const { atMs, conn = 1, enabler = 'cdf1' } of plans) {
    const key = `${enabler}#${conn}`
    const isOpened = key === 'cdf1#1' || opened.has(key)
    if (!isOpened && atMs < (firstMs.get(key)?.atMs ?? Infinity)) firstMs.set(key, { atMs, conn, enabler })
  }
  return [...firstMs.values()].map(({ atMs, conn, enabler }) => ({
    atMs: atMs - 0.1,
    fact: () => ({ kind: 'peer', enabler, conn, state: 'open', flow: ch1Flow }),
  }))
}

/** The records as they go out, in order of time, each numbered within its session and with its answer. */
export function sendingsOf(plans: readonly RecordPlan[]): Item[] {
  const next = new Map<string, number>()
  const byLabel = new Map<string, SendingIds>()
  return plans.flatMap((plan, i) => {
    const first = plan.again === undefined ? undefined : byLabel.get(plan.again)
    const number = plan.number ?? first?.number ?? (next.get(plan.session) ?? 0) + (plan.skip ?? 0)
    if (plan.number === undefined && !first) next.set(plan.session, number + 1)
    const ids: SendingIds = {
      session: first?.session ?? plan.session,
      number,
      hopByHop: i + 1,
      endToEnd: first && !plan.newEndToEnd ? first.endToEnd : 7000 + i,
    }
    if (!byLabel.has(plan.label)) byLabel.set(plan.label, ids)
    const conn = plan.conn ?? 1
    const answer = plan.answer ?? 2001
    return [
      ch1Item(plan.atMs, 'fromSut', conn, acrBytes(plan, ids), plan.enabler),
      ...(answer === 'none'
        ? []
        : [ch1Item(plan.atMs + (plan.answerAfterMs ?? 1), 'toSut', conn, acaBytes(plan, ids, answer), plan.enabler)]),
    ]
  })
}

/** One message on CH-1. */
export function ch1Item(atMs: number, dir: Direction, conn: number, bytes: Uint8Array, enabler = 'cdf1'): Item {
  return {
    atMs,
    fact: () => ({ kind: 'ch1', dir, door: 'diameter', enabler, conn, flow: ch1Flow, bytes: base64(bytes) }),
  }
}

/** As a history holds bytes. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
