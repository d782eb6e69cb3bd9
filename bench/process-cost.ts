// What a process has cost so far, as Linux tells it in /proc, and how to leave a core to it.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** User and system time of all its threads, in microseconds. */
export function cpuUs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  // The name of the program stands in parentheses and may hold anything; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1e6
}

/** Resident memory, in MiB. */
export function rssMib(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))
  return Number(found?.[1] ?? Number.NaN) / 1024
}

/** Keeps this process away from a core, where there are others; gives the way back. */
export function leaveCore(core: number): () => void {
  const cores = availableParallelism()
  if (cores === 1) return () => undefined
  const others = Array.from({ length: cores }, (_, i) => i).filter((one) => one !== core)
  const bind = (list: string): void => void execFileSync('taskset', ['-a', '-c', '-p', list, String(process.pid)])
  bind(others.join(','))
  return () => bind(`0-${cores - 1}`)
}
