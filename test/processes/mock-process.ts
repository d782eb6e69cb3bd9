// `bin/ch1 mock` as a process of its own: its first line, what it says, its journal, its end; and a client to it.
import path from 'node:path'
import type { TestContext } from 'node:test'
import type { HistoryEvent } from '../../judge/history/events'
import { readHistory } from '../../testbed/history-reader'
import { Ctf } from '../mocks/ctf'
import { newFolder, start, type Ended } from '../conformance/run-process'

/** Its first line. */
export interface Listening {
  readonly event: string
  readonly ch1: string
  readonly http?: string
  readonly enablers: readonly { readonly name: string; readonly ch1: string }[]
  readonly pid: number
  readonly version: string
}

/** One that runs. */
export interface Mock {
  readonly listening: Listening
  readonly ports: readonly number[]
  readonly journal: string
  /** What it has said on standard error so far. */
  said(): string
  /** Waits, at most 20 s, until standard error has this. */
  says(wanted: RegExp): Promise<void>
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<Ended>
  events(): readonly HistoryEvent[]
}

/** Starts it, with a journal unless the arguments name one, and waits for its first line; killed at the end of the test. */
export async function mock(t: TestContext, ...args: readonly string[]): Promise<Mock> {
  const journal = path.join(newFolder(), 'journal.ndjson')
  const process_ = start(['mock', ...args, ...(args.includes('--journal') ? [] : ['--journal', journal])])
  t.after(() => process_.child.kill('SIGKILL'))
  let said = ''
  process_.child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const line = await new Promise<string>((resolve, reject) => {
    let out = ''
    process_.child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      if (out.includes('\n')) resolve(out.slice(0, out.indexOf('\n')))
    })
    process_.ended.then(({ code, stderr }) => reject(new Error(`it ended ${code}: ${stderr}`)), reject)
  })
  const listening = JSON.parse(line) as Listening
  return {
    listening,
    ports: listening.ch1.split(',').map((one) => Number(/:(\d+)$/.exec(one)?.[1])),
    journal,
    said: () => said,
    says: async (wanted) => {
      for (const giveUp = Date.now() + 20_000; !wanted.test(said);) {
        if (Date.now() > giveUp) throw new Error(`it did not say ${String(wanted)}:\n${said}`)
        await new Promise((resolve) => setTimeout(resolve, 20)) // output of another process: nothing here to wait for but more of it
      }
    },
    stop: (signal = 'SIGTERM') => {
      process_.child.kill(signal)
      return process_.ended
    },
    events: () => [...readHistory(journal)],
  }
}

/** A well-mannered client, open. */
export async function client(t: TestContext, port: number | undefined): Promise<Ctf> {
  const ctf = new Ctf(port ?? 0)
  t.after(() => ctf.close())
  return ctf.open()
}
