// A trigger that is a program: started without a shell unless one is asked for, with a deadline, and ended by its own process id.
import { spawn, type ChildProcess } from 'node:child_process'
import { filled, TriggerError, type CommandTrigger, type Occasion } from './trigger'

/** What of each of a program's two outputs is kept for the message: the newest. */
const MOST_OUTPUT = 1024
/** How long the output of a program that failed may trail behind its exit. */
const TRAIL_MS = 200
/** Between SIGTERM and SIGKILL. */
const GRACE_MS = 500

/**
 * Runs it to its end. The occasion is in the environment too: CH1_VERB, CH1_CONFERENCE, CH1_USER; a shell gets it only there, so that an
 * address can never become a command. What the program leaves running (a server that was restarted) is left alone.
 * @throws TriggerError when it does not start, exits with another code than 0, is ended by a signal, or is still running at the deadline:
 * then its whole process group is ended
 */
export async function runCommand(trigger: CommandTrigger, occasion: Occasion, signal: AbortSignal): Promise<void> {
  const where = `triggers.${occasion.verb}`
  const [program = '', ...args] =
    'shell' in trigger ? ['/bin/sh', '-c', trigger.shell] : trigger.command.map((one) => filled(one, occasion))
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, to be ended as one
    env: {
      ...process.env,
      CH1_VERB: occasion.verb,
      CH1_CONFERENCE: occasion.conference ?? '',
      CH1_USER: occasion.user ?? '',
    },
  })
  const said = outputOf(child)
  const ended = await ending(child, trigger.deadlineMs, signal)
  const output = said() === '' ? '' : `; it said: ${said()}`
  switch (ended.how) {
    case 'exit':
      if (ended.code === 0) return
      throw new TriggerError(
        'exit code',
        `${program} ended with ${ended.code}${output}`,
        where,
        'Run it by hand with these arguments.',
      )
    case 'signal':
      throw new TriggerError('signal', `${program} was ended by ${ended.signal}${output}`, where, 'Run it by hand.')
    case 'error':
      throw new TriggerError(
        'not started',
        `${program} does not start: ${ended.why}`,
        where,
        'Give an absolute path to a program.',
      )
    case 'stopped':
      throw new TriggerError('stopped', `${program} was ended with the run`, where, 'Start the run again.')
    case 'deadline':
      throw new TriggerError(
        'deadline',
        `${program} was still running after ${trigger.deadlineMs} ms${output}`,
        where,
        'It must end by itself, and leave in the background what is to go on; or give a longer deadlineMs.',
      )
  }
}

type Ending =
  | { readonly how: 'exit'; readonly code: number }
  | { readonly how: 'signal'; readonly signal: string }
  | { readonly how: 'error'; readonly why: string }
  | { readonly how: 'deadline' | 'stopped' }

/** Resolves at its exit, whoever still holds its output; a failure waits a moment for the rest of it. */
function ending(child: ChildProcess, deadlineMs: number, signal: AbortSignal): Promise<Ending> {
  return new Promise((resolve) => {
    const done = (how: Ending): void => {
      clearTimeout(deadline)
      signal.removeEventListener('abort', stop)
      resolve(how)
    }
    const giveUp = (how: 'deadline' | 'stopped'): void => {
      endGroup(child)
      done({ how })
    }
    const deadline = setTimeout(() => giveUp('deadline'), deadlineMs)
    const stop = (): void => giveUp('stopped')
    child.once('error', ({ message }) => done({ how: 'error', why: message }))
    child.once('exit', (code, by) => {
      if (code === 0) return done({ how: 'exit', code })
      const how: Ending = code === null ? { how: 'signal', signal: by ?? 'a signal' } : { how: 'exit', code }
      clearTimeout(deadline)
      child.once('close', () => done(how))
      setTimeout(() => done(how), TRAIL_MS)
    })
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

/** SIGTERM to the group, and SIGKILL to what is left of it. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  const send = (name: NodeJS.Signals): void => {
    try {
      process.kill(-pid, name)
    } catch {
      // nobody is left
    }
  }
  send('SIGTERM')
  setTimeout(() => send('SIGKILL'), GRACE_MS)
}

/**
 * Reads on for ever, so that what the program left running does not stand still, and keeps the end of it: of standard error first. Holds no
 * process up.
 */
function outputOf(child: ChildProcess): () => string {
  const kept = ['', '']
  for (const [i, stream] of [child.stderr, child.stdout].entries()) {
    stream?.on('data', (chunk: Buffer) => (kept[i] = ((kept[i] ?? '') + chunk.toString('utf8')).slice(-MOST_OUTPUT)))
    stream?.on('error', () => undefined)
    child.once('exit', () => (stream as { unref?: () => void } | null)?.unref?.())
  }
  return () =>
    kept
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .join('\n')
      .replace(/\s*\n\s*/g, ' | ')
}
