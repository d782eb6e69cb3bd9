// Whole numbers as decimal digits straight into memory: a string for each would be made, flattened, read once and thrown away.

const BILLION = 1_000_000_000
const DIGITS_OF_BILLION = 9
const ZERO = 0x30

/** Writes the digits of `value`, a whole number from 0 to `Number.MAX_SAFE_INTEGER`, at `at`; gives the offset behind them. */
export function putDecimal(value: number, into: Uint8Array, at: number): number {
  if (value < BILLION) return putDigits(value, into, at, digitsOf(value))
  const billions = Math.floor(value / BILLION)
  return putDigits(value - billions * BILLION, into, putDecimal(billions, into, at), DIGITS_OF_BILLION)
}

// Less than a billion: numbers of 32 bits, which divide fast.
function putDigits(value: number, into: Uint8Array, at: number, digits: number): number {
  let left = value | 0
  for (let place = at + digits - 1; place >= at; place -= 1) {
    const tenth = (left / 10) | 0
    into[place] = ZERO + left - tenth * 10
    left = tenth
  }
  return at + digits
}

function digitsOf(value: number): number {
  let digits = 1
  for (let beyond = 10; value >= beyond; beyond *= 10) digits += 1
  return digits
}
