// The second judge with a fault in its source: the files of judge/second loaded anew, one of them edited.
import { readFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript'
import type { secondJudgment } from '../../../judge/second/second-judge'
import type { SeededFault } from './seeded-faults'

const entry = require.resolve('../../../judge/second/second-judge')
const room = dirname(entry)

type Loaders = Record<string, (module: { _compile(code: string, file: string): unknown }, file: string) => unknown>

/** Throws RangeError where the text to edit is not there, or is there twice: then the fault is not the one that is meant. */
export function faultyJudge({ file, from, to, what }: SeededFault): typeof secondJudgment {
  const path = join(room, file)
  const source = readFileSync(path, 'utf8')
  if (source.split(from).length !== 2) throw new RangeError(`${file}: "${what}" edits ${source.split(from).length - 1} places`)
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true }
  const { outputText } = transpileModule(
    source.replace(from, () => to),
    { compilerOptions },
  )
  const own = (): readonly string[] => Object.keys(require.cache).filter((one) => dirname(one) === room)
  const kept = own().map((one) => [one, require.cache[one]] as const)
  const loaders = (Module as unknown as { readonly _extensions: Loaders })._extensions
  const load = loaders['.ts']
  for (const one of own()) Reflect.deleteProperty(require.cache, one)
  loaders['.ts'] = (module, one) => (one === path ? module._compile(outputText, one) : load?.(module, one))
  try {
    return (createRequire(__filename)(entry) as { readonly secondJudgment: typeof secondJudgment }).secondJudgment
  } finally {
    if (load) loaders['.ts'] = load
    for (const one of own()) Reflect.deleteProperty(require.cache, one)
    for (const [one, module] of kept) require.cache[one] = module
  }
}
