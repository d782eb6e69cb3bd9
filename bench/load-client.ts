// A Diameter client that is all load: encoded records, a fixed number outstanding, every answer's Result-Code read; the same for every server.
import { connect, type Socket } from 'node:net'
import { encodeMessage } from '@ch1/diameter'
import { LONGEST_RECORD, SessionRecords } from './accounting-records'

const SUCCESS = 2001
const SETTLE_MS = 300
const SILENCE_MS = 15_000

// Each client of a process has sessions and End-to-End Identifiers of its own: what the one sent, another does not resend.
let clients = 0

/** What a round of load came to. */
export interface Load {
  /** Answers 2001; any other answer is an error. */
  readonly answered: number
  readonly seconds: number
}

/** A connection, capabilities exchanged. */
export class LoadClient {
  /** Connects and exchanges capabilities; rejects when there is no CEA 2001. */
  static async open(port: number): Promise<LoadClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const client = new LoadClient(socket)
    await new Promise<void>((resolve, reject) => {
      client.#fail = reject
      client.#onAnswers = () => resolve()
      socket.once('connect', () => socket.write(capabilities()))
    })
    // A server that has just said 2001 may still be busy letting the peer in: Erlang's drops what comes too early.
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    return client
  }

  readonly #socket: Socket
  readonly #number: number
  readonly #sessions: SessionRecords[] = []
  #rest = Buffer.alloc(0)
  #sent: number
  #fail: (error: Error) => void = () => undefined
  #onAnswers: (ids: readonly number[]) => void = () => undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#number = ++clients
    this.#sent = this.#number * 0x0100_0000
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('the server closed the connection')))
  }

  /** Sends `count` records, always `outstanding` of them unanswered as long as there are more to send; resolves with the last answer. */
  run(count: number, outstanding: number): Promise<Load> {
    while (this.#sessions.length < outstanding) this.#sessions.push(new SessionRecords(this.#sessions.length + 1, this.#number))
    const began = process.hrtime.bigint()
    let toSend = count
    let answered = 0
    return new Promise((resolve, reject) => {
      let heard = 0
      const silence = setInterval(() => {
        if (answered === heard) this.#fail(new Error(`no answer for ${SILENCE_MS} ms, ${answered} of ${count} have come`))
        heard = answered
      }, SILENCE_MS)
      this.#fail = (error) => {
        clearInterval(silence)
        reject(error)
      }
      this.#onAnswers = (ids) => {
        answered += ids.length
        if (answered === count) {
          clearInterval(silence)
          return resolve({ answered, seconds: Number(process.hrtime.bigint() - began) / 1e9 })
        }
        const next = toSend >= ids.length ? ids : ids.slice(0, toSend)
        toSend -= next.length
        this.#send(next)
      }
      const first = Array.from({ length: Math.min(outstanding, count) }, (_, i) => i + 1)
      toSend -= first.length
      this.#send(first)
    })
  }

  /** Cuts the connection. */
  close(): void {
    this.#fail = () => undefined
    this.#socket.destroy()
  }

  #send(ids: readonly number[]): void {
    if (ids.length === 0) return
    const bytes = Buffer.allocUnsafe(ids.length * LONGEST_RECORD)
    let at = 0
    for (const id of ids) at = this.#sessions[id - 1]?.write(bytes, at, ++this.#sent) ?? at
    this.#socket.write(bytes.subarray(0, at))
  }

  // Several watchdogs may come among the answers; they are answered, as a peer must.
  #take(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const ids: number[] = []
    let at = 0
    while (at + 20 <= bytes.length) {
      const length = bytes.readUIntBE(at + 1, 3)
      if (at + length > bytes.length) break
      if ((bytes[at + 4] ?? 0) >= 0x80) this.#socket.write(watchdogAnswer(bytes.subarray(at, at + length)))
      else if (resultCode(bytes, at + 20, at + length) === SUCCESS) ids.push(bytes.readUInt32BE(at + 12))
      else return this.#fail(new Error(`an answer without 2001: ${bytes.toString('hex', at, at + length)}`))
      at += length
    }
    this.#rest = at === bytes.length ? NOTHING : Buffer.from(bytes.subarray(at))
    if (ids.length > 0) this.#onAnswers(ids)
  }
}

const NOTHING = Buffer.alloc(0)

function resultCode(bytes: Buffer, from: number, to: number): number {
  for (let at = from; at + 12 <= to; at += Math.max(8, (bytes.readUIntBE(at + 5, 3) + 3) & ~3))
    if (bytes.readUInt32BE(at) === 268) return bytes.readUInt32BE(at + 8)
  return 0
}

const IDENTITY = [
  ['Origin-Host', 'ctf1.im.example'],
  ['Origin-Realm', 'im.example'],
] as const

function capabilities(): Uint8Array {
  return encodeMessage({
    commandCode: 257,
    applicationId: 0,
    request: true,
    hopByHop: 0,
    endToEnd: 0,
    avps: [
      ...IDENTITY,
      ['Host-IP-Address', '127.0.0.1'],
      ['Vendor-Id', 0],
      ['Product-Name', 'ch1 bench'],
      ['Supported-Vendor-Id', 10_415],
      ['Acct-Application-Id', 3],
    ],
  })
}

function watchdogAnswer(request: Buffer): Uint8Array {
  return encodeMessage({
    commandCode: request.readUIntBE(5, 3),
    applicationId: 0,
    request: false,
    hopByHop: request.readUInt32BE(12),
    endToEnd: request.readUInt32BE(16),
    avps: [['Result-Code', SUCCESS], ...IDENTITY],
  })
}
