// Checks the value of one attribute against its kind, as SIPp reads that kind.
import type { SippFeatures } from '../process/sipp-features'
import type { ValueKind } from './dialect'
import { unescapeEntities } from './entities'
import type { Problems } from './problem'
import { isYes, valueOf } from './scenario-tree'
import type { XmlAttribute, XmlElement } from './xml-reader'

/** Reports what is wrong with the value. Variables, labels, timers and keywords are checked where their use is known. */
export function checkValue(
  element: XmlElement,
  attribute: XmlAttribute,
  kind: ValueKind,
  features: SippFeatures | undefined,
  problems: Problems,
): void {
  const { name, value, line } = attribute
  const isNot = (what: string, mend: string): void => {
    problems.fault('bad-value', line, `${name}="${value.slice(0, 60)}" of <${element.name}> is ${what}`, mend)
  }
  if (typeof kind !== 'string') {
    if (!kind.includes(unescapeEntities(value))) isNot('none of its values', `Write one of: ${kind.join(', ')}.`)
    return
  }
  switch (kind) {
    case 'integer':
      if (!/^[+-]?(\d+|0x[\da-f]+)$/i.test(value)) isNot('no whole number', 'Write digits only; times here are milliseconds.')
      return
    case 'number':
      if (!isNumber(value)) isNot('no number', 'Write a number such as 500 or 0.5.')
      return
    case 'probability':
      if (!isNumber(value) || Number(value) < 0 || Number(value) > 1) isNot('no probability', 'Write a number from 0 to 1.')
      return
    case 'boolean':
      if (!/^(true|false|[+-]?\d+)$/i.test(value)) isNot('neither true nor false', 'Write true or false.')
      return
    case 'variable':
      checkNames([value], isNot)
      return
    case 'variables':
      checkNames(value.split(','), isNot)
      return
    case 'transaction':
      checkNames([value], isNot)
      return
    case 'status':
      checkStatus(element, value, features, isNot)
      return
    case 'regexp':
      checkRegexp(element, unescapeEntities(value), line, problems)
      return
    case 'text':
    case 'label':
    case 'message':
    case 'timer':
  }
}

type IsNot = (what: string, mend: string) => void

function isNumber(value: string): boolean {
  return value.trim() !== '' && !Number.isNaN(Number(value))
}

function checkNames(names: readonly string[], isNot: IsNot): void {
  if (names.includes('')) isNot('without a name', 'Name it; several names are separated by commas alone.')
  else if (names.some((name) => /[$,]/.test(name))) isNot('no name', 'Write the name without $; the $ belongs into [$name] only.')
  else if (names.some((name) => name !== name.trim()))
    isNot('a name with a blank', 'Remove the blanks: SIPp takes them for a part of the name.')
}

function checkStatus(element: XmlElement, value: string, features: SippFeatures | undefined, isNot: IsNot): void {
  if (/^[1-6]\d\d$/.test(value)) return
  if (isYes(valueOf(element, 'regexp_match'))) {
    if (features?.responseRegexp === false)
      isNot('a pattern, which this SIPp does not match responses by', 'Write one <recv> a code, or use 3.7.5 or later.')
    return
  }
  isNot('no status code', 'Write a code from 100 to 699; a pattern needs regexp_match="true" and SIPp 3.7.5.')
}

function checkRegexp(element: XmlElement, pattern: string, line: number, problems: Problems): void {
  const shown = JSON.stringify(pattern.slice(0, 60))
  const mend = 'SIPp takes POSIX extended expressions (man 7 regex).'
  try {
    // Close enough to find what is unbalanced; what JavaScript knows beyond POSIX is found below.
    new RegExp(pattern)
  } catch {
    problems.fault('bad-regexp', line, `the regular expression ${shown} is not whole`, mend)
    return
  }
  if (/(?<!\\)\(\?/.test(pattern)) problems.fault('bad-regexp', line, `the regular expression ${shown} has a (?`, mend)
  const perl = /(?<!\\)(?:\\\\)*(\\[dDtnrx])/.exec(pattern)?.[1]
  if (perl !== undefined)
    problems.warning(
      'bad-regexp',
      line,
      `${perl} in the regular expression ${shown} means the letter ${perl[1]}`,
      'Write a class such as [0-9] or [[:space:]].',
    )
  const wanted = (valueOf(element, 'assign_to') ?? '').split(',').length - 1
  const groups =
    pattern
      .replace(/\\./g, '')
      .replace(/\[\^?\]?[^\]]*\]/g, '')
      .split('(').length - 1
  if (wanted > groups)
    problems.fault(
      'regexp-groups',
      line,
      `${shown} has ${groups} groups for ${wanted} variables`,
      'assign_to takes the whole match first, then one variable a group.',
    )
}
