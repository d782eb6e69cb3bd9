// The CH-1 connections in a capture: their numbers, and what each went through, as the Charging Enabler would have written it down.
import { COMMAND, decodeMessage, RESULT, scalarAt, type DiameterMessage } from '@ch1/diameter/codec'
import type { CaptureNote } from '../judge/history/capture-note'
import type { Direction, Flow, HistoryFact } from '../judge/history/events'

type Peer = HistoryFact & { readonly kind: 'peer' }
type State = Peer['state']

/** One of them. */
export interface EnablerConnection {
  readonly enabler: string
  readonly conn: number
  readonly flow: Flow
  state: State | undefined
}

export class EnablerConnections {
  readonly #byFlow = new Map<string, EnablerConnection>()
  readonly #enablers: Map<string, string>
  readonly #last = new Map<string, number>()

  constructor(note: CaptureNote | undefined) {
    this.#enablers = new Map(Object.entries(note?.enablers ?? {}))
  }

  /** A connection that was there before the capture began. */
  *noted(note: CaptureNote): Generator<Peer> {
    for (const { enabler, conn, local, remote, open } of note.connections) {
      const connection: EnablerConnection = { enabler, conn, flow: { transport: 'tcp', local, remote }, state: undefined }
      this.#put(connection)
      yield moved(connection, open ? 'open' : 'connected', 'before the capture begins')
    }
  }

  /** The connection between these ends; a new one where none is known, or the known one ended. */
  of(local: string, remote: string): EnablerConnection {
    const known = this.#byFlow.get(`${local} ${remote}`)
    return known ?? this.#put(this.#made(local, remote))
  }

  *opened(local: string, remote: string): Generator<Peer> {
    yield* this.ended(local, remote)
    yield moved(this.#put(this.#made(local, remote)), 'connected')
  }

  *ended(local: string, remote: string): Generator<Peer> {
    const known = this.#byFlow.get(`${local} ${remote}`)
    if (known?.state === undefined || known.state === 'closed') return
    yield moved(known, 'closed')
  }

  /** What a message that comes now says of its connection: before it, and behind it. */
  *before(connection: EnablerConnection, message: DiameterMessage | undefined, dir: Direction): Generator<Peer> {
    const isCer = message?.commandCode === COMMAND.capabilitiesExchange && message.request
    if (connection.state === undefined && isCer) yield moved(connection, 'connected')
    else if (connection.state === undefined) yield moved(connection, 'open', 'open before the capture begins')
    else if (connection.state === 'closed' && dir === 'fromSut' && !isCer)
      yield moved(connection, 'open', 'half closed: the SUT still sends')
  }

  *behind(connection: EnablerConnection, message: DiameterMessage | undefined, dir: Direction): Generator<Peer> {
    if (dir !== 'toSut' || message?.request !== false || message.commandCode !== COMMAND.capabilitiesExchange) return
    // RFC 6733 §5.3.2 — the answer's Result-Code tells whether the connection may be used
    const result = scalarAt(message, 'Result-Code')
    yield result === RESULT.SUCCESS ? moved(connection, 'open') : moved(connection, 'refused', `Result-Code ${String(result)}`)
  }

  #made(local: string, remote: string): EnablerConnection {
    const enabler = this.#enablers.get(local) ?? local
    return { enabler, conn: (this.#last.get(enabler) ?? 0) + 1, flow: { transport: 'tcp', local, remote }, state: undefined }
  }

  #put(connection: EnablerConnection): EnablerConnection {
    const { enabler, conn, flow } = connection
    this.#byFlow.set(`${flow.local} ${flow.remote}`, connection)
    this.#last.set(enabler, Math.max(conn, this.#last.get(enabler) ?? 0))
    return connection
  }
}

function moved(connection: EnablerConnection, state: State, why?: string): Peer {
  connection.state = state
  const { enabler, conn, flow } = connection
  return { kind: 'peer', enabler, conn, state, flow, ...(why === undefined ? {} : { why }) }
}

/** The message, where it can be read. */
export function readable(bytes: Uint8Array): DiameterMessage | undefined {
  try {
    return decodeMessage(bytes)
  } catch {
    return undefined // the judge looks at the bytes itself
  }
}
