// Waits until a port of this machine is bound by somebody, without binding it, which would get in the way.
import { readFileSync } from 'node:fs'

const pollMs = 3
// Where there is no /proc, SIPp is given this long; 20 starts at once were seen to take 300 ms.
const blindWaitMs = 500

/** Resolves true when somebody has bound the port (TCP: listens on it), false after `withinMs` or when `signal` aborts. */
export async function untilBound(protocol: 'udp' | 'tcp', port: number, withinMs: number, signal: AbortSignal): Promise<boolean> {
  if (isBound(protocol, port) === undefined) {
    await sleep(Math.min(withinMs, blindWaitMs), signal)
    return !signal.aborted
  }
  const until = performance.now() + withinMs
  while (!signal.aborted && performance.now() < until) {
    if (isBound(protocol, port) === true) return true
    await sleep(pollMs, signal)
  }
  return false
}

// Undefined where the kernel does not tell.
function isBound(protocol: 'udp' | 'tcp', port: number): boolean | undefined {
  // sl, local address and port, remote address and port, state (0A: listening) …
  const rest = protocol === 'tcp' ? '[0-9A-F]+:[0-9A-F]+ 0A ' : ''
  const row = new RegExp(`^\\s*\\d+: [0-9A-F]+:${port.toString(16).toUpperCase().padStart(4, '0')} ${rest}`, 'm')
  let isKnown = false
  for (const table of [protocol, `${protocol}6`]) {
    let text: string
    try {
      text = readFileSync(`/proc/net/${table}`, 'latin1')
    } catch {
      continue
    }
    isKnown = true
    if (row.test(text)) return true
  }
  return isKnown ? false : undefined
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
