// The files an agent leaves: scenario, SIP messages, commands, errors. SIPp writes its traces into pipes, and we write the files.
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { AgentFiles } from './agent-options'
import { ErrorCollector } from './error-collector'
import { hubScenario } from './hub-scenario'
import type { TraceEntry } from '../traces/message-trace'

// A peer that sends for ever must not fill the disk.
const mostMessageBytes = 512 << 20

/** An agent's open files; writes are immediate, so a crash of ours loses nothing. */
export interface EvidenceFiles {
  readonly paths: AgentFiles
  /** Their names within `dir`, for SIPp, whose buffers for paths are short. */
  readonly names: { readonly scenario: string; readonly fifo: string; readonly errorFifo: string }
  readonly errors: ErrorCollector
  /** Messages that are not in the file, which is full. */
  readonly messagesLeftOut: () => number
  readonly message: (entry: TraceEntry) => void
  readonly command: (bytes: Buffer) => void
  readonly close: () => void
}

/** Creates the files of agent `name` in `dir`, emptying those of an earlier run. Throws node's file system errors. */
export function openEvidence(dir: string, name: string): EvidenceFiles {
  const names = { scenario: `${name}.sipp.xml`, fifo: `${name}.trace.fifo`, errorFifo: `${name}.errors.fifo` }
  const folder = resolve(dir)
  const paths = {
    scenario: join(folder, names.scenario),
    messages: join(folder, `${name}.messages.txt`),
    errors: join(folder, `${name}.errors.txt`),
    commands: join(folder, `${name}.commands.txt`),
  }
  writeFileSync(paths.scenario, hubScenario().xml, 'latin1')
  const errors = new ErrorCollector(paths.errors)
  const messages = openSync(paths.messages, 'w')
  const commands = openSync(paths.commands, 'w')
  let open = true
  let written = 0
  let leftOut = 0
  return {
    paths,
    names,
    errors,
    messagesLeftOut: () => leftOut,
    message: (entry) => {
      const text = traceText(entry)
      if (open && written + text.length <= mostMessageBytes && wasWritten(messages, text)) written += text.length
      else leftOut += 1
    },
    command: (bytes) => {
      if (open) wasWritten(commands, Buffer.concat([bytes, Buffer.from('\n')]))
    },
    close: () => {
      if (!open) return
      open = false
      closeSync(messages)
      closeSync(commands)
    },
  }
}

// A full disk ends no call: what is missing is counted, and SIPp goes on.
function wasWritten(fd: number, bytes: Buffer): boolean {
  try {
    return writeSync(fd, bytes) === bytes.length
  } catch {
    return false
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
