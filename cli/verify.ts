// `ch1 verify F.zip`: intact or altered, and by whom signed. Asks nobody, makes nothing.
import { createPublicKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isKeyText, ownKeyIfAny, publicKeyText, verifyBundle, type Checked, type Statement } from '../bundle'
import { harmless } from '../reports/harmless-text'
import { EXIT, VERIFIED } from './exit-codes'
import { readFlags } from './flags'
import { asUsage } from './signing'
import { UsageError } from './usage-error'

const help = `Usage: ch1 verify F.zip [--trust KEY…] [--json]

Says whether a bundle is intact, what was altered, and who signed it. Needs no network.

  --trust KEY   a signer you know: ed25519:…, or a file with its public key (PEM). Your own key is trusted without

Exit: 0 intact, and every signer is trusted; 1 altered; 2 intact, and a signer is unknown; 4 not a bundle.
`
const MOST_SHOWN = 20

/** Of one signer: known by --trust, one's own, or nobody knows. */
interface Signer extends Statement {
  readonly known: 'trusted' | 'own' | 'unknown'
}

export async function command(args: readonly string[]): Promise<number> {
  const flags = { trust: { type: 'string' as const, multiple: true as const }, json: { type: 'boolean' as const } }
  const { values, positionals } = readFlags('verify', args, flags, 1)
  if (values.help) {
    process.stdout.write(help)
    return EXIT.passed
  }
  const [name] = positionals
  if (name === undefined) throw new UsageError('no bundle given', 'ch1 verify', 'ch1 verify F.zip')
  const trusted = new Set((values.trust ?? []).map(trustedKey))
  const ownKey = ownKeyIfAny()
  const own = ownKey && publicKeyText(ownKey)
  let checked: Checked
  try {
    checked = await verifyBundle(resolve(name))
  } catch (error) {
    throw asUsage(error)
  }
  if (checked.state === 'not-a-bundle')
    throw new UsageError(`this is not a bundle: ${checked.why}`, name, 'name a file that ch1 bundle or ch1 run --bundle made')
  const signers = checked.statements.map((one): Signer => ({
    ...one,
    known: trusted.has(one.key) ? 'trusted' : one.key === own ? 'own' : 'unknown',
  }))
  process.stdout.write(values.json ? `${JSON.stringify(asJson(checked, signers), null, 2)}\n` : asText(name, checked, signers))
  if (checked.state === 'altered') return VERIFIED.altered
  return signers.every(({ known }) => known !== 'unknown') ? VERIFIED.trusted : VERIFIED.unknownSigner
}

/** `ed25519:…` of what --trust says. */
function trustedKey(said: string): string {
  const mend = 'ed25519: and 43 characters, as ch1 bundle prints it, or a PEM file with an Ed25519 public key'
  if (isKeyText(said)) return said
  if (!existsSync(said)) throw new UsageError('this is no key, and no file', `--trust ${said}`, mend)
  try {
    const key = createPublicKey(readFileSync(said))
    if (key.asymmetricKeyType === 'ed25519') return publicKeyText(key)
  } catch {
    // said below
  }
  throw new UsageError('there is no Ed25519 public key in this file', `--trust ${said}`, mend)
}

type BundleChecked = Exclude<Checked, { state: 'not-a-bundle' }>

function asText(name: string, checked: BundleChecked, signers: readonly Signer[]): string {
  const lines = [`${checked.state === 'intact' ? 'INTACT ' : 'ALTERED'}  ${harmless(name)}`]
  if (checked.state === 'altered') {
    for (const { where, what } of checked.alterations.slice(0, MOST_SHOWN))
      lines.push(`  altered    ${harmless(where, 300)} ${harmless(what, 300)}`)
    const more = checked.alterations.length - MOST_SHOWN
    if (more > 0) lines.push(`             and ${more} more`)
  }
  for (const { key, role, name: calls, at, known } of signers) {
    const who = { trusted: 'whom you trust', own: 'your own key', unknown: 'UNKNOWN: nobody vouches for this key' }[known]
    const called = calls === undefined ? '' : `, calls itself "${harmless(calls, 200)}"`
    lines.push(
      `  ${checked.state === 'intact' ? 'signed by ' : 'was signed'} ${key} (${role}), ${who}${called}; ${at} by its clock`,
    )
  }
  if (checked.state === 'altered') lines.push('  mend       ask whoever gave it to you for the file as it was signed')
  else {
    const { manifest, digest, run } = checked
    const { pass = 0, fail = 0, inconclusive = 0, error = 0 } = run.summary
    lines.push(
      `  run        ${run.aborted ? 'ABORTED, ' : ''}${run.conformance}: ${pass} passed, ${fail} failed, ${inconclusive} inconclusive, ${error} errors on the suite's side`,
      `  server     ${harmless(`${run.sut.name} ${run.sut.version}, ${run.sut.role}`, 300)}`,
      `  suite      ${harmless(run.suite.version, 100)} (${harmless(run.suite.digest.slice(0, 12))}), ${harmless(run.startedAt, 40)}`,
      `  content    ${manifest.files.length} files, ${manifest.histories.length} ${manifest.histories.length === 1 ? 'history with a whole hash chain' : 'histories with whole hash chains'}`,
      `  manifest   SHA-256 ${digest}`,
    )
    for (const { key } of signers.filter(({ known }) => known === 'unknown').slice(0, 1))
      lines.push(`  trust      if you know by another way that this key is theirs: ch1 verify ${harmless(name)} --trust ${key}`)
  }
  return `${lines.join('\n')}\n`
}

function asJson(checked: BundleChecked, signers: readonly Signer[]): object {
  const { state } = checked
  if (state === 'altered') return { schema: 'ch1-verify/1', state, alterations: checked.alterations, signers }
  const { digest, run, manifest } = checked
  return {
    schema: 'ch1-verify/1',
    state,
    manifest: digest,
    aborted: manifest.aborted,
    files: manifest.files.length,
    run,
    signers,
  }
}
