// Where a bundle may be written: beside the run, and over nothing but a bundle of one's own that no reviewer signed.
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { publicKeyText, verifyBundle, type Intact, type Signing } from '../bundle'
import { UsageError } from './usage-error'

/** The whole path of the target. */
export async function bundleTarget(out: string, dir: string, { key }: Signing, flag = '--out'): Promise<string> {
  const target = resolve(out)
  if (!relative(dir, target).startsWith(`..${sep}`))
    throw new UsageError('the bundle would lie in the folder that it holds', `${flag} ${out}`, 'name a place outside of it')
  try {
    if (!statSync(dirname(target)).isDirectory()) throw new Error('it is no folder')
    accessSync(dirname(target), constants.W_OK)
  } catch (cause) {
    throw new UsageError(
      `there a bundle cannot be written: ${(cause as Error).message}`,
      `${flag} ${out}`,
      'name a folder you may write to',
    )
  }
  if (!existsSync(target)) return target
  const there = await verifyBundle(target)
  if (there.state === 'intact' && there.statements.length === 1 && there.statements[0]?.key === publicKeyText(key)) return target
  const what =
    there.state === 'not-a-bundle'
      ? 'it is no bundle'
      : there.state === 'altered'
        ? 'it is a bundle that was altered'
        : there.statements.length > 1
          ? 'a reviewer signed it'
          : 'somebody else signed it'
  throw new UsageError(`there is a file already, and ${what}`, `${flag} ${out}`, 'name another file, or move that one away')
}

/** The whole path of a signed copy: a new file. */
export function copyTarget(out: string): string {
  if (existsSync(out)) throw new UsageError('there is a file already', `--out ${out}`, 'name another file, or move that one away')
  return resolve(out)
}

/** What is said of a bundle that was made. */
export function bundledText(target: string, { manifest, digest, statements }: Intact): string {
  const bytes = manifest.files.reduce((sum, one) => sum + one.bytes, 0)
  return [
    `${target}: ${manifest.files.length} files, ${(bytes / 1e6).toFixed(1)} MB${manifest.aborted ? ', of an aborted run' : ''}`,
    `  manifest   SHA-256 ${digest}`,
    ...statements.map(({ key, role }) => `  signed by  ${key} (${role})`),
    `  check      ch1 verify ${target} --trust ${statements[0]?.key ?? ''}`,
    '',
  ].join('\n')
}
