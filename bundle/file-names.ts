// Which paths may stand in a bundle: those that mean the same file, and only that one, on every system that unpacks it.
import { MAX_PATH_BYTES } from './limits'

// What moves, hides or ends a name somewhere: controls, direction marks, backslash, and what Windows keeps for itself.
const unusable =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\\:*?"<>|]|\p{Surrogate}/u
const devices = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i

/** What is wrong with a path relative to the run's folder, in words; `undefined` of a good one. */
export function pathFault(path: string): string | undefined {
  if (path === '') return 'has no name'
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return `has a name longer than ${MAX_PATH_BYTES} bytes`
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'has an absolute path'
  const steps = path.split('/')
  if (steps.includes('..')) return 'has a path that leads out of the folder'
  if (steps.includes('') || steps.includes('.')) return 'has a path with an empty step'
  if (unusable.test(path)) return 'has a character in its name that some systems do not take'
  if (steps.some((step) => /[. ]$/.test(step) || devices.test(step))) return 'has a name that some systems do not take'
  if (path !== path.normalize('NFC')) return 'has a name that is not in Unicode form NFC'
  return undefined
}

/** Two paths with the same key are one file on a system that does not tell case or Unicode form apart. */
export function collisionKey(path: string): string {
  return path.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFC')
}

/** The order of paths in a bundle: by their bytes. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
