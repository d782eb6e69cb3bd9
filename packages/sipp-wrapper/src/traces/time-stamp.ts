// The two ways SIPp writes a point in time into its traces.

/**
 * A stamp with the epoch after it, or (3.7.5 and later, with `-rfc3339`) with a zone after it:
 *
 *     2026-11-24 TAB 03:57:23.846285 TAB 1795492643.846285
 *     2026-11-24T03:57:23.846285+01:00
 */
export const stampSource = String.raw`\d{4}-\d\d-\d\d(?:\t\d\d:\d\d:\d\d\.\d{1,9}\t\d+\.\d{1,9}|T\d\d:\d\d:\d\d\.\d{1,9}(?:Z|[+-]\d\d:\d\d)?)`

/** Milliseconds since the epoch, with SIPp's microseconds behind the point; undefined if `text` is no stamp. */
export function stampMs(text: string): number | undefined {
  const epoch = /\t(\d+)\.(\d{1,9})$/.exec(text)
  if (epoch) return Number(epoch[1]) * 1_000 + fractionMs(epoch[2] ?? '')
  const zoned = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{1,9})(Z|[+-]\d\d:\d\d)?$/.exec(text)
  if (!zoned) return undefined
  const wholeMs = Date.parse(`${zoned[1]}${zoned[3] ?? ''}`)
  return Number.isNaN(wholeMs) ? undefined : wholeMs + fractionMs(zoned[2] ?? '')
}

function fractionMs(digits: string): number {
  return Number(digits) / 10 ** (digits.length - 3)
}
