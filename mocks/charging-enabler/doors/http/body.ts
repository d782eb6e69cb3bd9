// Reads the body of a request whole, within limits of size, time and memory over all connections.
import type { Readable } from 'node:stream'
import type { HttpLimits } from './http-limits'

/** A whole body, or why it is none; `soFar` is what was read of it. */
export type ReadBody =
  | { readonly ok: true; readonly body: Buffer }
  | {
      readonly ok: false
      readonly status: 408 | 413 | 503
      readonly title: string
      readonly detail: string
      readonly soFar: Buffer
    }

/** The memory that bodies being read take together. */
export class BodyReader {
  readonly #limits: HttpLimits
  #buffered = 0

  constructor(limits: HttpLimits) {
    this.#limits = limits
  }

  /** Calls `then` once; `isWhole` tells at the stream's end whether that was the body's, and where it was not, `brokenOff` is called. */
  read(
    stream: Readable,
    o: { readonly isWhole: () => boolean; readonly then: (read: ReadBody) => void; readonly brokenOff: (soFar: Buffer) => void },
  ): void {
    const { maxBodyBytes, maxBufferedBytes, requestMs } = this.#limits
    const chunks: Buffer[] = []
    let length = 0
    let isDone = false
    const finish = (read: (soFar: Buffer) => ReadBody | undefined): void => {
      if (isDone) return
      isDone = true
      clearTimeout(timer)
      this.#buffered -= length
      stream.off('data', onData)
      const result = read(Buffer.concat(chunks))
      if (result !== undefined) o.then(result)
    }
    const fail = (status: 408 | 413 | 503, title: string, detail: string): void =>
      finish((soFar) => ({ ok: false, status, title, detail, soFar }))
    const onData = (chunk: Buffer): void => {
      length += chunk.length
      this.#buffered += chunk.length
      if (length > maxBodyBytes) return fail(413, 'the body is too long', `${maxBodyBytes} octets are taken, more came`)
      chunks.push(chunk)
      if (this.#buffered > maxBufferedBytes) fail(503, 'too many bodies at once', `${maxBufferedBytes} octets are kept at once`)
    }
    const timer = setTimeout(
      () => fail(408, 'the request is too slow', `it was not whole ${requestMs} ms after its header`),
      requestMs,
    )
    timer.unref()
    stream.on('data', onData)
    const broken = (): void =>
      finish((soFar) => {
        o.brokenOff(soFar)
        return undefined
      })
    stream.once('end', () => (o.isWhole() ? finish((body) => ({ ok: true, body })) : broken()))
    stream.once('close', broken)
    stream.on('error', broken)
  }
}
