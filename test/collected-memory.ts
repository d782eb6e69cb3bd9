// Memory that is really held: what the garbage collector has not taken yet is nobody's fault.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What this process holds after a full collection, in bytes. */
export function collectedMemory(): NodeJS.MemoryUsage {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect() // the memory behind a Buffer is let go by the collection after the one that takes the Buffer
  return process.memoryUsage()
}
