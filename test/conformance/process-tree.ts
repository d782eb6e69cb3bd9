// Which processes descend from one, and which of those still live, as /proc tells (Linux).
import { readdirSync, readFileSync } from 'node:fs'

/** One process; `startedAt` (clock ticks since boot) tells it from a later one with the same pid; `command` has its arguments. */
export interface Seen {
  readonly pid: number
  readonly startedAt: string
  readonly name: string
  readonly command: string
}

/** Every descendant of `root`, itself included. */
export function treeOf(root: number): readonly Seen[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => stat(Number(name)) ?? [])
  const inside = new Set([root])
  for (let grown = true; grown;) {
    const more = all.filter(({ pid, parent }) => inside.has(parent) && !inside.has(pid))
    for (const { pid } of more) inside.add(pid)
    grown = more.length > 0
  }
  return all.filter(({ pid }) => inside.has(pid))
}

/** Those that still run; a zombie does not. */
export function alive(seen: readonly Seen[]): readonly Seen[] {
  return seen.filter(({ pid, startedAt }) => {
    const now = stat(pid)
    return now !== undefined && now.startedAt === startedAt && now.state !== 'Z'
  })
}

/** Waits until none of them runs; gives those that still do after `withinMs`. */
export async function survivors(seen: readonly Seen[], withinMs: number): Promise<readonly Seen[]> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const left = alive(seen)
    if (left.length === 0 || Date.now() > deadline) return left
    await new Promise((resolve) => setTimeout(resolve, 20)) // no event tells the end of a process that is not our child
  }
}

function stat(pid: number): (Seen & { readonly parent: number; readonly state: string }) | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))
    const rest = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return { pid, name, command, state: rest[0] ?? '', parent: Number(rest[1]), startedAt: rest[19] ?? '' }
  } catch {
    return undefined // it ended meanwhile
  }
}
