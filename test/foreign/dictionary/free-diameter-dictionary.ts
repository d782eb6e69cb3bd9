// The dictionary that Debian's freeDiameter knows, read out by a small C program of ours that links its library.
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { AVP_TYPES, type AvpDefinition, type AvpType } from '@ch1/diameter'
import { folderWith, needs, runForeign } from '../foreign-process'

const EXTENSIONS = '/usr/lib/freeDiameter'
const HEADER = '/usr/include/freeDiameter/libfdcore.h'
// In the order in which one needs the other.
const DICTIONARIES = ['dict_nasreq.fdx', 'dict_dcca.fdx', 'dict_dcca_3gpp.fdx', 'dict_rfc5777.fdx']

/** What a dictionary may say of a flag of an AVP. */
export type FlagRule = AvpDefinition['mandatory']

/** One AVP as freeDiameter has it. */
export interface ForeignAvp {
  readonly vendorId: number
  readonly code: number
  readonly name: string
  /** Base type and derived type as one of ours; where they are none of ours, as `base/derived`. */
  readonly type: string
  readonly vendorFlag: FlagRule
  readonly mandatory: FlagRule
}

/** Compiles and runs the program; undefined, and the test skipped with what to install, where that cannot be. */
export function freeDiameterDictionary(t: TestContext): readonly ForeignAvp[] | undefined {
  if (!needs(t, { gcc: 'gcc libc6-dev', freeDiameterd: 'freediameterd' })) return undefined
  for (const [file, debian] of [
    [HEADER, 'libfreediameter-dev'],
    [path.join(EXTENSIONS, 'dict_dcca_3gpp.fdx'), 'freediameter-extensions'],
  ] as const) {
    if (existsSync(file)) continue
    t.skip(`${file} is not there (apt-get install ${debian})`)
    return undefined
  }
  const folder = folderWith()
  const program = path.join(folder, 'dump-dictionary')
  const source = path.join(__dirname, 'dump-dictionary.c')
  runForeign('gcc', ['-Wall', '-Wextra', '-Werror', '-o', program, source, '-lfdcore', '-lfdproto', '-ldl'], folder)
  const extensions = DICTIONARIES.map((file) => path.join(EXTENSIONS, file))
  return readDump(runForeign(program, extensions, folder))
}

/** The lines of the program as AVPs; throws at a line of another shape. */
export function readDump(text: string): readonly ForeignAvp[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [vendor, code, name, base, derived, vendorFlag, mandatory, ...more] = line.split('\t')
      if (name === undefined || base === undefined || derived === undefined || more.length > 0)
        throw new Error(`dump-dictionary printed ${JSON.stringify(line)}, which is not its seven columns`)
      return {
        vendorId: Number(vendor),
        code: Number(code),
        name,
        type: typeOf(base, derived),
        vendorFlag: flagRule(vendorFlag),
        mandatory: flagRule(mandatory),
      }
    })
}

// freeDiameter has the base types of RFC 6733 §4.2; what §4.3.1 derives has a type name of its own. An enumeration is `Enumerated(Avp)`,
// with `3GPP/` before it where 3GPP's AVPs are meant, and `Enumerated*(Avp)` are names for the numbers of an Unsigned32.
function typeOf(base: string, derived: string): string {
  if (isType(derived)) return derived
  if (/^(?:\w+\/)?Enumerated\(/.test(derived) && base === 'Integer32') return 'Enumerated'
  return derived === '-' || derived.startsWith('Enumerated*(') ? base : `${base}/${derived}`
}

function isType(name: string): name is AvpType {
  return (AVP_TYPES as readonly string[]).includes(name)
}

function flagRule(rule: string | undefined): FlagRule {
  if (rule === 'must' || rule === 'may' || rule === 'mustNot') return rule
  throw new Error(`dump-dictionary printed the flag rule ${String(rule)}`)
}
