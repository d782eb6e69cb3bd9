// What a story may be told under.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import type { Profile } from '../../judge/profile/schema'
import type { Edit } from './edits'
import type { CerEdit, RecordPlan } from './record-plan'

/** What becomes of a connection that the Charging Enabler makes beside the server's own. */
type SecondConnection = 'refused' | 'hung up on' | 'kept' | 'kept by another' | 'preferred' | 'all lost'

export interface StoryOptions {
  readonly choices?: Partial<Profile['choices']>
  readonly pics?: Partial<Profile['pics']>
  readonly topology?: Partial<Profile['topology']>
  readonly edit?: Edit
  /** What the way to the enabler makes of all records, edits done: when each of them comes. */
  readonly way?: (plans: readonly RecordPlan[]) => readonly RecordPlan[]
  /** When somebody stood still, until `atMs`, for so long. */
  readonly lags?: readonly { readonly atMs: number; readonly ms: number }[]
  /** The server is a participating function, and accounts so: every message of a leg crosses it, as a proxy passes it on. */
  readonly served?: 'user' | 'conference'
  /** false: the CH-1 peer never opens. */
  readonly peer?: boolean
  /** What becomes of its CER. */
  readonly cer?: CerEdit
  /** When the CH-1 peer opens; before everything without. */
  readonly openAtMs?: number
  /** Result-Code of its DWA. */
  readonly dwaResult?: number
  /** What the server does as a Diameter neighbour: when it connects again, what it leaves out, and what becomes of a second connection. */
  readonly neighbour?: {
    readonly backAfterMs?: number | 'never'
    readonly leavesOut?: 'DPA' | 'DWR'
    readonly second?: SecondConnection
  }
  /** What becomes of the users when no enabler is there. */
  readonly onOutage?: 'release' | 'keep'
  /** How long its DWA lets a DWR wait; 1 ms without. */
  readonly dwaAfterMs?: number
  /** Distance of the ticks; 0 for none. */
  readonly tickEveryMs?: number
}

const profiles = path.join(__dirname, '..', '..', 'profiles')

type Values = Readonly<Record<string, Readonly<Record<string, unknown>>>>
const known = new Map<string, Values>()

/** A profile file, read once: thousands of histories are told under the same one. */
function valuesOf(file: string): Values {
  const values = known.get(file) ?? (parse(readFileSync(path.join(profiles, `${file}.yaml`), 'utf8')) as Values)
  known.set(file, values)
  return values
}

/** The values of profiles/reference.yaml, or of the participating function's, under a story's choices. */
export function referenceValues(o: StoryOptions = {}): Record<string, unknown> {
  const file = o.served === undefined ? 'reference' : `participating-${o.served}`
  const values = valuesOf(file)
  const over = (key: 'choices' | 'pics' | 'topology'): Record<string, unknown> => ({ ...values[key], ...o[key] })
  return { ...values, choices: over('choices'), pics: over('pics'), topology: over('topology') }
}
