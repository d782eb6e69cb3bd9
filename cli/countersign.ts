// `ch1 countersign F.zip`: a reviewer's signature on a bundle that is intact.
import { resolve } from 'node:path'
import { countersign } from '../bundle'
import { bundledText, copyTarget } from './bundle-target'
import { EXIT, VERIFIED } from './exit-codes'
import { readFlags } from './flags'
import { asUsage, signing, signingHelp } from './signing'
import { UsageError } from './usage-error'

const help = `Usage: ch1 countersign F.zip [--out G.zip] [--key FILE] [--by NAME]

Adds your signature, as a reviewer, to a bundle that is intact. Its files stay as they are; what is altered is not signed.

  --out G.zip   default: F.zip itself gets the signature
${signingHelp}

Exit: 0 signed, 1 altered, 4 not a bundle, or it cannot be signed.
`

const string = { type: 'string' as const }

export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = readFlags('countersign', args, { out: string, key: string, by: string }, 1)
  if (values.help) {
    process.stdout.write(help)
    return EXIT.passed
  }
  const [name] = positionals
  if (name === undefined) throw new UsageError('no bundle given', 'ch1 countersign', 'ch1 countersign F.zip')
  const target = values.out === undefined ? resolve(name) : copyTarget(values.out)
  try {
    const checked = await countersign(resolve(name), target, signing(values))
    if (checked.state === 'not-a-bundle')
      throw new UsageError(`this is not a bundle: ${checked.why}`, name, 'name a file that ch1 bundle or ch1 run --bundle made')
    if (checked.state === 'altered') {
      process.stderr.write(`ch1: the bundle was altered, and is not signed; see: ch1 verify ${name}\n`)
      return VERIFIED.altered
    }
    process.stdout.write(bundledText(target, checked))
    return EXIT.passed
  } catch (error) {
    throw asUsage(error)
  }
}
