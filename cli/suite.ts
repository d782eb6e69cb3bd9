// Which suite this is: its version, and the digest over everything that decides a verdict.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The folder that holds package.json: the checkout, or the installed package. */
export const ROOT =
  ['..', '../..'].map((up) => resolve(__dirname, up)).find((dir) => readdirSync(dir).includes('package.json')) ??
  resolve(__dirname, '..')

const COMPILED = __filename.endsWith('.js')

/** Where runs leave their files unless told: in the checkout, or for an installed package where the user stands. */
export const DEFAULT_OUT = COMPILED ? resolve('reports', 'out') : join(ROOT, 'reports', 'out')

/** Version of package.json. */
export function suiteVersion(): string {
  return (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version
}

/** SHA-256 (hex) over features, steps and judge as they run, so compiled in an installed package: names and contents, in order. */
export function suiteDigest(): string {
  const hash = createHash('sha256')
  const code = COMPILED ? 'dist' : ''
  for (const room of ['features', join(code, 'steps'), join(code, 'judge')]) {
    for (const name of readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()) {
      hash.update(name.slice(ROOT.length)).update('\0').update(readFileSync(name)).update('\0')
    }
  }
  return hash.digest('hex')
}
