// The named pipe SIPp writes its message trace to, always drained: a full pipe would stop SIPp.
import { execFile } from 'node:child_process'
import { constants, openSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'

/** The reading end of the trace. */
export interface TraceFifo {
  /** Resolves when SIPp closed its end, or on `close`; with the error if reading failed. */
  readonly ended: Promise<Error | undefined>
  /** Stops reading and removes the pipe from the disk; harmless when repeated. */
  readonly close: () => void
}

/** Makes the pipe at `path` (replacing what is there) and hands every chunk to `onChunk`. Rejects if the pipe cannot be made. */
export async function openTraceFifo(path: string, onChunk: (chunk: Uint8Array) => void): Promise<TraceFifo> {
  rmSync(path, { force: true })
  await new Promise<void>((resolve, reject) => {
    execFile('mkfifo', ['-m', '600', '--', path], (error) => {
      if (error instanceof Error) reject(error)
      else resolve()
    })
  })
  // The reader must be there first and must not wait for a writer: SIPp's own open waits for a reader.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const socket = new Socket({ fd, readable: true, writable: false })
  let failure: Error | undefined
  const ended = new Promise<Error | undefined>((resolve) => {
    socket.once('error', (error) => (failure = error))
    socket.once('close', () => {
      resolve(failure)
    })
  })
  socket.on('data', onChunk)
  return {
    ended,
    close: () => {
      socket.destroy()
      rmSync(path, { force: true })
    },
  }
}
