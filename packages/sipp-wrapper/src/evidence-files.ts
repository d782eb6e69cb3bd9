// The files an agent leaves: scenario, SIP messages, commands; SIPp itself writes the errors.
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { AgentFiles } from './agent-options'
import { hubScenario } from './hub-scenario'
import type { TraceEntry } from './message-trace-parser'

/** An agent's open files; writes are immediate, so a crash of ours loses nothing. */
export interface EvidenceFiles {
  readonly paths: AgentFiles
  /** Their names within `dir`, for SIPp, whose buffers for paths are short. */
  readonly names: { readonly scenario: string; readonly fifo: string; readonly errors: string }
  readonly message: (entry: TraceEntry) => void
  readonly command: (bytes: Buffer) => void
  readonly close: () => void
}

/** Creates the files of agent `name` in `dir`, emptying those of an earlier run. Throws node's file system errors. */
export function openEvidence(dir: string, name: string): EvidenceFiles {
  const names = { scenario: `${name}.sipp.xml`, fifo: `${name}.trace.fifo`, errors: `${name}.errors.txt` }
  const folder = resolve(dir)
  const paths = {
    scenario: join(folder, names.scenario),
    messages: join(folder, `${name}.messages.txt`),
    errors: join(folder, names.errors),
    commands: join(folder, `${name}.commands.txt`),
  }
  writeFileSync(paths.scenario, hubScenario().xml, 'latin1')
  rmSync(paths.errors, { force: true })
  const messages = openSync(paths.messages, 'w')
  const commands = openSync(paths.commands, 'w')
  let open = true
  return {
    paths,
    names,
    message: (entry) => {
      if (open) writeSync(messages, traceText(entry))
    },
    command: (bytes) => {
      if (open) writeSync(commands, Buffer.concat([bytes, Buffer.from('\n')]))
    },
    close: () => {
      if (!open) return
      open = false
      closeSync(messages)
      closeSync(commands)
    },
  }
}

function traceText(entry: TraceEntry): Buffer {
  const { direction, transport, time, bytes } = entry
  const count = entry.announcedBytes ?? bytes.length
  const told = direction === 'sent' ? `sent (${count} bytes):` : `received [${count}] bytes :`
  return Buffer.concat([
    Buffer.from(`${'-'.repeat(47)} ${time}\n${transport} message ${told}\n\n`, 'latin1'),
    bytes,
    Buffer.from('\n'),
  ])
}
