// Reads flags strictly: an unknown or malformed one is a message, never a guess.
import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { Endpoint } from '../testbed'
import { UsageError } from './usage-error'

type Options = NonNullable<ParseArgsConfig['options']>

/** What the command line said, typed by `T`; written out, since node:util does not export the names an inferred type would need. */
type ReadFlags<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T & { help: { type: 'boolean' } }; allowPositionals: true; strict: true }>
>

/** node:util's parseArgs with its errors as ours. */
export function readFlags<T extends Options>(
  command: string,
  args: readonly string[],
  options: T,
  positionals = 0,
): ReadFlags<T> {
  try {
    const parsed = parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean' as const } },
      allowPositionals: true,
      strict: true,
    })
    if (parsed.positionals.length > positionals) {
      throw new UsageError(
        `unexpected argument "${parsed.positionals[positionals] ?? ''}"`,
        `ch1 ${command}`,
        `see: ch1 ${command} --help`,
      )
    }
    return parsed
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(
      (error as Error).message.split('. ')[0] ?? 'wrong flags',
      `ch1 ${command} ${args.join(' ')}`,
      `see: ch1 ${command} --help`,
    )
  }
}

/** `HOST:PORT`, IPv6 hosts in brackets. */
export function endpoint(text: string, flag: string): Endpoint {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text)
  const port = Number(match?.[3])
  const host = match?.[1] ?? match?.[2]
  if (host === undefined || port > 65_535) throw new UsageError(`"${text}" is no HOST:PORT`, flag, 'for example 127.0.0.1:5070')
  return { host, port }
}

/** A whole number in a range. */
export function wholeNumber(text: string, flag: string, least: number, most: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UsageError(`"${text}" is no whole number from ${least} to ${most}`, flag, `for example ${flag} ${least}`)
  return value
}
