// A named pipe SIPp writes a trace to, always drained: a full pipe would stop SIPp.
import { execFile } from 'node:child_process'
import { constants, openSync, readSync, rmSync, statSync } from 'node:fs'
import { Socket } from 'node:net'

/** The reading end of a trace. */
export interface Fifo {
  /** Resolves when SIPp closed its end, or on `close`; with the error if reading failed. */
  readonly ended: Promise<Error | undefined>
  /** Reads what is left in the pipe, at once. */
  readonly rest: () => void
  /** Stops reading and removes the pipe from the disk; harmless when repeated. */
  readonly close: () => void
}

interface Order {
  readonly paths: readonly string[]
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

const waiting: Order[] = []
let isMaking = false

/**
 * Makes the pipes (replacing what is there). Rejects if they cannot be made. Node has no call for it, so the program `mkfifo` does it, one
 * at a time: those who come meanwhile are served together by the next, else twenty agents would wait for twenty processes.
 */
export function makeFifos(paths: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    waiting.push({ paths, resolve, reject })
    if (!isMaking) makeNext()
  })
}

function makeNext(): void {
  const orders = waiting.splice(0)
  isMaking = orders.length > 0
  if (!isMaking) return
  const paths = orders.flatMap((order) => order.paths)
  for (const path of paths) rmSync(path, { force: true })
  execFile('mkfifo', ['-m', '600', '--', ...paths], (error) => {
    for (const { paths: ordered, resolve, reject } of orders) {
      // It makes those it can: one folder that is not there is the trouble of its own order only.
      if (error === null || ordered.every(isFifo)) resolve()
      else reject(error)
    }
    makeNext()
  })
}

function isFifo(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFIFO() === true
}

/** Opens the pipe at `path` and hands every chunk to `onChunk`. */
export function openFifo(path: string, onChunk: (chunk: Uint8Array) => void): Fifo {
  // The reader must be there first and must not wait for a writer: SIPp's own open waits for a reader.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const socket = new Socket({ fd, readable: true, writable: false })
  let failure: Error | undefined
  let isOver = false
  const ended = new Promise<Error | undefined>((resolve) => {
    socket.once('end', () => (isOver = true))
    socket.once('error', (error) => (failure = error))
    socket.once('close', () => {
      isOver = true
      resolve(failure)
    })
  })
  socket.on('data', onChunk)
  return {
    ended,
    rest: () => {
      if (isOver) return
      const buffer = Buffer.alloc(1 << 16)
      for (let read = readNow(fd, buffer); read > 0; read = readNow(fd, buffer)) onChunk(buffer.subarray(0, read))
    },
    close: () => {
      isOver = true
      socket.destroy()
      rmSync(path, { force: true })
    },
  }
}

// 0 also when nothing is there at this moment.
function readNow(fd: number, buffer: Buffer): number {
  try {
    return readSync(fd, buffer)
  } catch {
    return 0
  }
}
