// One request and its answer, whatever carries them: what the charging part of the door sees of HTTP/1.1, of HTTP/2 and of nock.
import { writeHttpText, type Field, type OutgoingAnswer } from '@ch1/charging-http'
import type { Flow } from '../../../../judge/history/events'
import type { Action } from '../../rules'

/** A request as it came, its body whole. */
export interface ExchangeRequest {
  readonly method: string
  readonly path: string
  /** In order, without pseudo-header fields; `host` in front. */
  readonly fields: readonly Field[]
  readonly body: Uint8Array
  readonly version: '1.1' | '1.0' | '2'
}

/** How the answer is spoilt: half of it, a text that claims to be JSON, or these bytes in its place. */
export type Spoiling = { readonly how: 'truncated' } | { readonly how: 'text' } | { readonly bytes: Uint8Array }

/** The way back. After the exchange or its connection ended, nothing happens and nothing is thrown. */
export interface Exchange {
  readonly request: ExchangeRequest
  /** Number of the connection, and its ends. */
  readonly conn: number
  readonly flow: Flow
  readonly can: ReadonlySet<Action['kind']>
  /** `http` or `https`, for the Location. */
  readonly scheme: string
  /** Whether an answer can still be given. */
  readonly isOpen: boolean
  /** What `send` will write: field for field, those of the connection included. */
  dressed(answer: OutgoingAnswer): OutgoingAnswer
  send(dressed: OutgoingAnswer): void
  /** Writes a spoilt answer and says whether what went out was still a message (else it was bare bytes). */
  spoil(dressed: OutgoingAnswer, how: Spoiling): void
  /** Whether bytes can be written outside any message: not within the frames of HTTP/2. */
  readonly isBare: boolean
  close(): void
  reset(): void
}

/** Why a request is garbage in the history whose sender let go of it. */
export const BROKEN_OFF = 'a request that broke off before its end'

/** A request as a history keeps it. */
export function textOf({ method, path, fields, body, version }: ExchangeRequest): Uint8Array {
  return writeHttpText({ startLine: `${method} ${path} HTTP/${version}`, fields, body })
}
