// The flags of `ch1 random` among those that it hands on to the run.
import { UsageError } from '../usage-error'

const OWN = ['count', 'seed', 'rounds', 'out'] as const
/** What a run can be told that makes no sense here. */
const NOT_HERE = ['only', 'tags', 'shard', 'bundle', 'key', 'by', 'progress']

type Own = Partial<Record<(typeof OWN)[number], string>>

/** `--count 5` and `--count=5`; everything else in its order. */
export function ownFlags(args: readonly string[]): { readonly own: Own; readonly rest: readonly string[] } {
  const own: Own = {}
  const rest: string[] = []
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? ''
    const [, name = '', inline] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? []
    if (NOT_HERE.includes(name)) throw new UsageError('has no meaning for random conferences', `--${name}`, 'leave it out')
    const mine = OWN.find((one) => one === name)
    if (mine === undefined) {
      rest.push(arg)
      continue
    }
    const value = inline ?? args[(i += 1)]
    if (value === undefined) throw new UsageError('a value is missing', `--${name}`, 'see: ch1 random --help')
    own[mine] = value
  }
  return { own, rest }
}
