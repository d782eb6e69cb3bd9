// What the operator decides while the server runs, as JSON: a few words of the conference policy, read before anything is believed.
import type { ConferencePolicy, PreArrangedGroup } from './conference-policy'

type Told = Pick<
  ConferencePolicy,
  'groups' | 'minimumUsers' | 'releasesWithOwner' | 'rejoin' | 'mayRefer' | 'msrp' | 'sessionTimer'
>

const MOST_MEMBERS = 500

const oneOf =
  (...words: readonly string[]) =>
  (value: unknown): boolean =>
    words.some((word) => word === value)

/** Each word, and what it may be. */
const words: { readonly [K in keyof Told]-?: (value: unknown) => boolean } = {
  groups: (value) => Array.isArray(value) && value.length <= MOST_MEMBERS && value.every(isGroup),
  minimumUsers: (value) => isWhole(value, 0, 1000),
  releasesWithOwner: (value) => typeof value === 'boolean',
  rejoin: oneOf('anyone', 'notExpelled', 'nobody'),
  mayRefer: oneOf('anyone', 'owner', 'nobody'),
  msrp: oneOf('none', 'connects'),
  sessionTimer: isSessionTimer,
}

/** Reads `{"minimumUsers": 2}`. Gives what is wrong with it where it is no policy. */
export function toldPolicy(
  told: unknown,
): { readonly ok: true; readonly policy: Partial<Told> } | { readonly ok: false; readonly what: string } {
  if (typeof told !== 'object' || told === null || Array.isArray(told))
    return { ok: false, what: 'the body is to be a JSON object' }
  for (const [word, value] of Object.entries(told)) {
    if (!Object.hasOwn(words, word)) return { ok: false, what: `"${word}" is none of: ${Object.keys(words).join(', ')}` }
    if (!words[word as keyof Told](value)) return { ok: false, what: `${word} cannot be ${JSON.stringify(value)}` }
  }
  return { ok: true, policy: told }
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most
}

function isSessionTimer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).every(([word, s]) => ['intervalS', 'minS'].includes(word) && isWhole(s, 1, 86_400))
}

function isGroup(value: unknown): value is PreArrangedGroup {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('members' in value)) return false
  const { name, members } = value
  if (typeof name !== 'string' || !/^[a-z0-9._~-]{1,64}$/i.test(name)) return false
  return Array.isArray(members) && members.length <= MOST_MEMBERS && members.every((one) => typeof one === 'string')
}
