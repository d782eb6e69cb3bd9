// What every door of the Charging Enabler offers the enabler, and what it is given: above this line there are only CH-1 words.
import type { Ch1Request } from '../rules'

/** Gives an answer back the way the request came; `rule` is noted in the history. After the connection's end it does nothing. */
export type AnswerPort = (resultCode: number, rule: string) => void

/** Where a door takes its requests. */
export type RequestDesk = (request: Ch1Request, answer: AnswerPort) => void

/** A door that stands open: one binding of CH-1 on one address. */
export interface Door {
  readonly port: number
  readonly openPeers: number
  waitOpen(withinMs: number): Promise<boolean>
  watchdogs(timeoutMs: number): Promise<void>
  close(): Promise<void>
}
