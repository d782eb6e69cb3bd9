// A view of a history: every CH-1 message as a decoded tree, what cannot be decoded with the reason.
import { decodeMessage, formatMessage } from '@ch1/diameter'
import type { Dictionary } from '@ch1/diameter'
import type { Direction, HistoryEvent } from '../../../judge/history/events'
import { bytesOf } from './records'

/** One message. */
export interface DecodedTree {
  readonly event: number
  readonly atUs: number
  readonly enabler: string
  readonly conn: number
  readonly dir: Direction
  readonly rule: string | undefined
  /** The tree, one line an AVP; over HTTP the message as it is; for bytes that are no message, why they are not. */
  readonly text: string
}

/** All CH-1 messages in order. */
export function decodedTrees(events: Iterable<HistoryEvent>, dictionary?: Dictionary): readonly DecodedTree[] {
  const trees: DecodedTree[] = []
  for (const event of events) {
    if (event.kind !== 'ch1') continue
    const { n, atUs, enabler, conn, dir, rule } = event
    const bytes = bytesOf(event)
    const text = event.door === 'diameter' ? treeOf(bytes, dictionary) : Buffer.from(bytes).toString('utf8')
    trees.push({ event: n, atUs, enabler, conn, dir, rule, text })
  }
  return trees
}

function treeOf(bytes: Uint8Array, dictionary: Dictionary | undefined): string {
  try {
    return formatMessage(decodeMessage(bytes, dictionary))
  } catch (error) {
    return `no Diameter message: ${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)}`
  }
}
