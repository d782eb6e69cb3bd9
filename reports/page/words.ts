// How the page says verdicts and levels: a word, and a shape that is read without colour.
import type { VerdictWord } from '../../judge/verdict'
import { tag, text, type Markup } from './html'

const shown: Readonly<Record<VerdictWord, readonly [sign: string, word: string]>> = {
  pass: ['✓', 'pass'],
  fail: ['✗', 'fail'],
  inconclusive: ['?', 'inconclusive'],
  error: ['!', 'error'],
  'not-applicable': ['–', 'not applicable'],
}

/** A small label with sign and word. */
export function verdictBadge(verdict: VerdictWord): Markup {
  const [sign, word] = shown[verdict]
  return tag(
    'span',
    { class: `badge ${verdict}` },
    tag('span', { class: 'sign', 'aria-hidden': 'true' }, text(sign)),
    text(` ${word}`),
  )
}

export function verdictSign(verdict: VerdictWord): string {
  return shown[verdict][0]
}

export function verdictName(verdict: VerdictWord): string {
  return shown[verdict][1]
}

/** `3 failed`, `1 error on our side`: so many purposes with this verdict. */
export function verdictCount(count: number, verdict: VerdictWord): string {
  switch (verdict) {
    case 'pass':
      return `${count} passed`
    case 'fail':
      return `${count} failed`
    case 'error':
      return counted(count, 'error on our side', 'errors on our side')
    default:
      return `${count} ${verdictName(verdict)}`
  }
}

/** `1 conference`, `2 conferences`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** Seconds as people read them: `0 s`, `2.034 s`. */
export function secondsText(seconds: number): string {
  return seconds === 0 ? '0 s' : `${seconds.toFixed(3)} s`
}
