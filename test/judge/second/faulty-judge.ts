// A judge with a fault in its source: its files loaded anew, one of them edited.
import { readFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { join, sep } from 'node:path'
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript'
import type { Judge } from '../../../judge/judge'
import type { HistoryEvent } from '../../../judge/history/events'
import type { secondJudgment } from '../../../judge/second/second-judge'
import type { Judgment } from '../../../judge/verdict'

export interface SeededFault {
  /** "A judge to whom …" */
  readonly what: string
  /** A file of judge/second, or of judge. */
  readonly file: string
  readonly from: string
  readonly to: string
}

const FIRST = require.resolve('../../../judge/judge')
const SECOND = require.resolve('../../../judge/second/second-judge')
const room = (entry: string): string => join(entry, '..')
/** What the first judge is made of; its data and its types stay loaded. */
const MODELS = ['model', 'rules', 'demands', 'accounts'].map((name) => join(room(FIRST), name) + sep)

/** Throws RangeError where the text to edit is not there, or is there twice: then the fault is not the one that is meant. */
export function faultySecond(fault: SeededFault): typeof secondJudgment {
  const own = (file: string): boolean => room(file) === room(SECOND)
  return (loadedWith(fault, SECOND, own) as { readonly secondJudgment: typeof secondJudgment }).secondJudgment
}

/** The first judge with a fault: gives the judgment over a whole history. Throws as {@link faultySecond}. */
export function faultyFirst(fault: SeededFault): (events: readonly HistoryEvent[]) => Judgment {
  const own = (file: string): boolean => room(file) === room(FIRST) || MODELS.some((dir) => file.startsWith(dir))
  const loaded = loadedWith(fault, FIRST, own) as { readonly Judge: typeof Judge }
  return (events) => {
    const judge = new loaded.Judge()
    for (const event of events) judge.step(event)
    return judge.judgment()
  }
}

type Loaders = Record<string, (module: { _compile(code: string, file: string): unknown }, file: string) => unknown>

function loadedWith({ file, from, to, what }: SeededFault, entry: string, isOwn: (file: string) => boolean): unknown {
  const path = join(room(entry), file)
  const source = readFileSync(path, 'utf8')
  if (source.split(from).length !== 2) throw new RangeError(`${file}: "${what}" edits ${source.split(from).length - 1} places`)
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true }
  const { outputText } = transpileModule(
    source.replace(from, () => to),
    { compilerOptions },
  )
  const own = (): readonly string[] => Object.keys(require.cache).filter(isOwn)
  const kept = own().map((one) => [one, require.cache[one]] as const)
  const loaders = (Module as unknown as { readonly _extensions: Loaders })._extensions
  const load = loaders['.ts']
  for (const one of own()) Reflect.deleteProperty(require.cache, one)
  loaders['.ts'] = (module, one) => (one === path ? module._compile(outputText, one) : load?.(module, one))
  try {
    return createRequire(__filename)(entry)
  } finally {
    if (load) loaders['.ts'] = load
    for (const one of own()) Reflect.deleteProperty(require.cache, one)
    for (const [one, module] of kept) require.cache[one] = module
  }
}
