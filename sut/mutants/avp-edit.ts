// Changing one AVP of a message that is about to be sent, at any depth.
import type { AvpInput } from '@ch1/diameter'

type Named = readonly [name: string, value: Exclude<AvpInput, { code: number }>[1]]

/** The AVPs with what stands at `path` (names joined by slashes) replaced by what `change` gives; nothing given takes it out. */
export function edited(
  avps: readonly AvpInput[],
  path: string,
  change: (avp: Named) => readonly AvpInput[],
): readonly AvpInput[] {
  const [name, ...rest] = path.split('/')
  return avps.flatMap((avp): readonly AvpInput[] => {
    if (!isNamed(avp) || avp[0] !== name) return [avp]
    if (rest.length === 0) return change(avp)
    const [, members] = avp
    return Array.isArray(members) ? [[avp[0], edited(members as readonly AvpInput[], rest.join('/'), change)]] : [avp]
  })
}

/** The AVPs with these added at the end of the group at `path`. */
export function extended(avps: readonly AvpInput[], path: string, more: readonly AvpInput[]): readonly AvpInput[] {
  return edited(avps, path, ([name, members]) => [[name, [...(members as readonly AvpInput[]), ...more]]])
}

/** The value of the AVP of this name at the top, as text; empty where there is none. */
export function valueOf(avps: readonly AvpInput[], name: string): string {
  const value = avps.find((avp): avp is Named => isNamed(avp) && avp[0] === name)?.[1]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function isNamed(avp: AvpInput): avp is Named {
  return Array.isArray(avp)
}
