// `ch1 bundle DIR`: a stored run as one signed file.
import { resolve } from 'node:path'
import { makeBundle } from '../bundle'
import { bundleTarget, bundledText } from './bundle-target'
import { EXIT } from './exit-codes'
import { readFlags } from './flags'
import { makeReportsAgain } from './report'
import { refuseRunning, storedOrJudged } from './stored-run'
import { asUsage, signing, signingHelp } from './signing'
import { unearned } from './unearned'
import { UsageError } from './usage-error'
import { wasKilled } from './worker-notes'

const help = `Usage: ch1 bundle DIR [--out F.zip] [--key FILE] [--by NAME]

Makes one signed zip file of everything below DIR, the --out of a run. The histories are judged again first: verdicts that they do not
give are not signed. A run that was killed is bundled as aborted. See docs/evidence.md.

  --out F.zip   default: DIR.zip; replaced if you made it and no reviewer signed it
${signingHelp}
`

const string = { type: 'string' as const }

export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = readFlags('bundle', args, { out: string, key: string, by: string }, 1)
  if (values.help) {
    process.stdout.write(help)
    return EXIT.passed
  }
  const [name] = positionals
  if (name === undefined) throw new UsageError('no folder given', 'ch1 bundle', 'ch1 bundle DIR, where DIR is the --out of a run')
  const dir = resolve(name)
  refuseRunning(dir)
  const { stored, again, histories, slices } = storedOrJudged(dir)
  if (stored === undefined || (wasKilled(dir) && !stored.aborted)) {
    const why = stored === undefined ? 'left no verdicts' : 'was killed before all its reports were written'
    process.stderr.write(`ch1: the run ${why}; they are made again from its histories, as of an aborted run\n`)
    makeReportsAgain(dir, histories, again, slices)
  } else {
    const fault = unearned(stored, again, slices)
    if (fault !== undefined)
      throw new UsageError(`verdicts.json ${fault}`, dir, `make it again from the histories: ch1 report ${dir}`)
  }
  const by = signing(values)
  const target = await bundleTarget(values.out ?? `${dir}.zip`, dir, by)
  try {
    process.stdout.write(bundledText(target, await makeBundle(dir, target, by)))
  } catch (error) {
    throw asUsage(error)
  }
  return EXIT.passed
}
