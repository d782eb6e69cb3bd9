// What the Diameter door does with a request: grammar, rules, answer; for a plain ACR without an object being made of it.
import { AnswerTemplate, APPLICATION, COMMAND, decodeMessage, errorAnswer, FlatMessage, MessageChecker } from '@ch1/diameter'
import type { CommandGrammar, Dictionary, DiameterMessage, GrammarFinding } from '@ch1/diameter'
import type { EnablerDesk } from '../../desk'
import type { Action, Answer } from '../../rules'
import type { AnswerPort, Malformed } from '../door'
import { answerTo, isPlain } from './accounting-answer'
import type { Answerer } from './accounting-answer'
import { DiameterRequest, kindOf, readRequest } from './accounting-request'
import { AnsweredRequests, originNumber } from './answered-requests'
import { GrammarNotes } from './grammar-notes'
import { bytesOfHex, spoil } from './malformed-answer'
import { withUserName } from './user-name'

/** What the desk needs of a connection. */
export interface Connection {
  readonly can: ReadonlySet<Action['kind']>
  /** Number in the history of the message read last. */
  readonly lastRead: number
  /** Says before `write` which rule the bytes are by; they may leave later, after a partition. */
  announce(bytes: Uint8Array, rule: string): void
  /** Writes bytes as they are. */
  send(bytes: Uint8Array, rule: string): void
  end(): void
  reset(): void
  disconnect(cause: 0 | 1 | 2): void
}

/** What it is made of. */
export interface AccountingDeskOptions {
  readonly desk: EnablerDesk
  readonly answerer: Answerer
  readonly grammar: 'answer' | 'note'
  readonly grammars: readonly CommandGrammar[] | undefined
  readonly dictionary: Dictionary | undefined
}

type Write = (bytes: Uint8Array) => void

// Kept apart from their tables, which are asked for on every frame.
const ACCOUNTING_COMMAND = COMMAND.accounting
const ACCOUNTING_APPLICATION = APPLICATION.accounting
const AVP = { sessionId: 263, originHost: 264, recordType: 480, recordNumber: 485 } as const

/** Takes requests of all connections of a door. */
export class AccountingDesk {
  readonly answerer: Answerer
  readonly #desk: EnablerDesk
  readonly #refuses: boolean
  readonly #dictionary: Dictionary | undefined
  readonly #flat: FlatMessage
  readonly #checker: MessageChecker
  readonly #template: AnswerTemplate
  readonly #answered = new AnsweredRequests()
  readonly #notes = new GrammarNotes()
  /** The request that {@link #flat} holds just now. */
  #current: DiameterRequest | undefined

  constructor({ desk, answerer, grammar, grammars, dictionary }: AccountingDeskOptions) {
    this.answerer = answerer
    this.#desk = desk
    this.#refuses = grammar === 'answer'
    this.#dictionary = dictionary
    this.#flat = new FlatMessage(dictionary)
    this.#checker = new MessageChecker({
      ...(dictionary === undefined ? {} : { dictionary }),
      ...(grammars === undefined ? {} : { grammars }),
    })
    this.#template = new AnswerTemplate(answerer)
  }

  /** What the grammar check found. */
  get findings(): readonly string[] {
    return this.#notes.lines
  }

  /** A request that is answered elsewhere: what is wrong with it is noted, with its number in the history. */
  note(bytes: Uint8Array, event: number): void {
    this.#notes.take(this.#checker.check(this.#flat.read(bytes)), event)
  }

  /** A request's frame, not yet decoded; true when it was dealt with. */
  frame(bytes: Uint8Array, connection: Connection, write: Write): boolean {
    const flat = this.#flat.read(bytes)
    if (flat.commandCode !== ACCOUNTING_COMMAND || flat.applicationId !== ACCOUNTING_APPLICATION) return false
    const findings = this.#checker.check(flat)
    if (findings.length > 0) this.#notes.take(findings, connection.lastRead)
    const fault = findings.length === 0 ? undefined : findings.find(({ level }) => level === 'MUST')
    if (fault !== undefined || !this.#plain(flat, connection, write)) this.#withRules(flat, fault, connection, write)
    return true
  }

  /** A request that {@link frame} did not take, decoded. */
  request(message: DiameterMessage, connection: Connection, write: Write): void {
    if (this.frame(message.bytes, connection, write)) return
    const read = readRequest(message)
    if (read.ok) return
    write(answerTo(message, this.answerer, read, { failed: read.failed, errorMessage: read.why }))
  }

  // Nearly all records are this: no rule could want them, nothing is wrong with them, nobody sent them before.
  #plain(flat: FlatMessage, connection: Connection, write: Write): boolean {
    if (!this.#desk.isPlain || flat.retransmitted) return false
    const session = flat.find(AVP.sessionId, 0)
    const kind = kindOf(numberAt(flat, AVP.recordType))
    const number = numberAt(flat, AVP.recordNumber)
    if (session < 0 || kind === undefined || number === undefined) return false
    this.#desk.takePlain(kind, flat.text(session), number, false, connection.lastRead)
    this.#answered.success(flat.endToEnd, originOf(flat))
    this.#by('default', connection, write, this.#plainAnswer(flat, 2001))
    return true
  }

  #withRules(flat: FlatMessage, fault: GrammarFinding | undefined, connection: Connection, write: Write): void {
    const bytes = flat.bytes.slice()
    const facts = fault === undefined ? factsOf(flat) : undefined
    const read = facts ?? readRequest(decodeMessage(bytes, this.#dictionary))
    if (!read.ok) return this.#unreadable(bytes, read, fault, connection, write)
    const { kind, session, number } = read
    const resent = flat.retransmitted
    const request = new DiameterRequest({ kind, session, number, resent, event: connection.lastRead }, bytes, this.#dictionary)
    const origin = originOf(flat)
    const port = this.#port(request, origin, connection, write)
    const refusal = this.#refuses ? fault : undefined
    this.#current = request
    try {
      this.#desk.take(request, port, {
        before: resent ? this.#answered.find(flat.endToEnd, origin) : undefined,
        instead: refusal && (() => this.#by('grammar', connection, write, this.#refusalOf(bytes, refusal))),
      })
    } finally {
      this.#current = undefined
    }
  }

  // What cannot be read as a record is refused whatever the rules say: none could be for it.
  #unreadable(
    bytes: Uint8Array,
    read: Extract<ReturnType<typeof readRequest>, { ok: false }>,
    fault: GrammarFinding | undefined,
    connection: Connection,
    write: Write,
  ): void {
    const blame = { failed: read.failed, errorMessage: read.why }
    const answer =
      this.#refuses && fault !== undefined
        ? this.#refusalOf(bytes, fault)
        : answerTo(decodeMessage(bytes, this.#dictionary), this.answerer, read, blame)
    this.#by('grammar', connection, write, answer)
  }

  #refusalOf(bytes: Uint8Array, { resultCode, failed, path, problem, clause }: GrammarFinding): Uint8Array {
    return errorAnswer(bytes, this.answerer, {
      resultCode,
      failed,
      errorMessage: `${path}: ${problem} (${clause})`.slice(0, 1_000),
    })
  }

  #port(request: DiameterRequest, origin: number, connection: Connection, write: Write): AnswerPort {
    return {
      can: connection.can,
      answer: (answer, rule) => {
        const isNow = this.#current === request && isPlain(answer)
        const bytes = isNow ? this.#plainAnswer(this.#flat, answer.resultCode) : this.#answerBytes(request.message, answer)
        this.#answered.add(request.message.endToEnd, origin, answer)
        this.#by(rule, connection, write, bytes)
      },
      malformed: (action, rule) => this.#malformed(action, rule, request.message, connection),
      close: () => connection.end(),
      reset: () => connection.reset(),
      disconnect: (cause) => connection.disconnect(cause),
    }
  }

  #by(rule: string, connection: Connection, write: Write, bytes: Uint8Array): void {
    connection.announce(bytes, rule)
    write(bytes)
  }

  #plainAnswer(flat: FlatMessage, resultCode: number): Uint8Array {
    return withUserName(this.#template.answer(flat, resultCode), flat)
  }

  #answerBytes(message: DiameterMessage, answer: Answer): Uint8Array {
    return answerTo(message, this.answerer, answer, {}, this.#dictionary)
  }

  #malformed(action: Malformed, rule: string, message: DiameterMessage, connection: Connection): void {
    if ('bytes' in action) {
      const bytes = bytesOfHex(action.bytes)
      if (bytes !== undefined) connection.send(bytes, rule)
      return
    }
    const { bytes, end } = spoil(this.#answerBytes(message, { resultCode: 2001 }), action.how)
    connection.send(bytes, rule)
    if (end) connection.end()
  }
}

function factsOf(flat: FlatMessage): Extract<ReturnType<typeof readRequest>, { ok: true }> | undefined {
  const session = flat.find(AVP.sessionId, 0)
  const kind = kindOf(numberAt(flat, AVP.recordType))
  const number = numberAt(flat, AVP.recordNumber)
  return session < 0 || kind === undefined || number === undefined
    ? undefined
    : { ok: true, kind, session: flat.text(session), number }
}

function numberAt(flat: FlatMessage, code: number): number | undefined {
  const i = flat.find(code, 0)
  return i < 0 ? undefined : flat.u32(i)
}

function originOf(flat: FlatMessage): number {
  const i = flat.find(AVP.originHost, 0)
  return i < 0 ? 0 : originNumber(flat.bytes, flat.dataStart(i), flat.dataEnd(i))
}
