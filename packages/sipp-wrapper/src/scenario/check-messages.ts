// Checks what is sent: the first line, the keywords, and header fields that SIPp needs to find the answer again.
import type { SippFeatures } from '../process/sipp-features'
import { actionElements } from './dialect'
import { unescapeEntities } from './entities'
import { keywordMeaning, keywordsOf } from './keywords'
import type { Problems } from './problem'
import { actionsOf, type ScenarioTree } from './scenario-tree'
import type { XmlElement } from './xml-reader'

/** What is known of the run besides the scenario. */
export interface MessageSurroundings {
  readonly keys: ReadonlySet<string>
  /** Names of the injection files; undefined if it is not known whether there are any. */
  readonly injection: readonly string[] | undefined
  readonly features: SippFeatures | undefined
}

const methods = new Set([
  ...[
    'INVITE',
    'ACK',
    'BYE',
    'CANCEL',
    'REGISTER',
    'OPTIONS',
    'INFO',
    'UPDATE',
    'PRACK',
    'REFER',
    'SUBSCRIBE',
    'NOTIFY',
    'MESSAGE',
  ],
  'PUBLISH',
])

/** Checks the messages and the texts of all actions. */
export function checkMessages(tree: ScenarioTree, around: MessageSurroundings, problems: Problems): void {
  for (const child of tree.root.children) {
    const { name, line, cdata } = child
    if (name === 'send' || name === 'sendCmd' || name === 'DefaultMessage') {
      if (cdata === undefined || cdata.text.trim() === '')
        problems.fault('no-message', line, `<${name}> has no message`, 'Put it into <![CDATA[ ]]>.')
      else checkKeywords(cdata.text, cdata.line, around, problems)
    }
    if (name === 'send' && cdata !== undefined && cdata.text.trim() !== '') checkSent(child, cdata.text, cdata.line, problems)
    for (const step of name === 'init' ? child.children : [child]) checkActionTexts(step, around, problems)
  }
}

function checkActionTexts(step: XmlElement, around: MessageSurroundings, problems: Problems): void {
  for (const action of actionsOf(step)) {
    const rules = actionElements[action.name] ?? {}
    for (const { name, value, line } of action.attributes) {
      if (!Object.hasOwn(rules, name) || rules[name]?.kind !== 'message') continue
      const text = unescapeEntities(value)
      checkKeywords(text, line, around, problems)
      const last = keywordsOf(text).find((keyword) => /^last_(?!Request_URI|cseq)/.test(keyword.text))
      // Seen with 3.6.1: it is the message before the one being received, or nothing.
      if (step.name === 'recv' && last !== undefined)
        problems.warning(
          'last-in-own-action',
          line,
          `[${last.text}] in the <action> of a <recv> is of the message before`,
          'Take it from this message with <ereg>.',
        )
    }
  }
}

function checkKeywords(text: string, line: number, around: MessageSurroundings, problems: Problems): void {
  for (const keyword of keywordsOf(text)) {
    const at = line + text.slice(0, keyword.offset).split('\n').length - 1
    if (keyword.kind === 'literal') {
      if (keyword.text.includes('\n'))
        problems.warning(
          'keyword-syntax',
          at,
          `[${keyword.text.split('\n', 1)[0] ?? ''} has no ] in its line and is sent as it is`,
          'Close it with ].',
        )
      continue
    }
    if (keyword.kind === 'broken') {
      problems.fault(
        'keyword-syntax',
        at,
        `[${keyword.text} is no whole keyword`,
        'Close it with ], or write \\x5B for a bracket that begins none.',
      )
      return
    }
    const meaning = keywordMeaning(keyword.text, around.keys, around.features)
    if (meaning.kind === 'unknown') {
      const mend = 'Correct it, give it a value with -key, or write \\x5B for a bracket that begins no keyword.'
      problems.fault('unknown-keyword', at, `there is no keyword [${keyword.text}]`, mend)
    } else if (meaning.kind === 'incomplete') {
      problems.fault('keyword-syntax', at, `[${keyword.text}] needs ${meaning.missing}`, 'Add it.')
    } else if (meaning.kind === 'injection') checkInjection(keyword.text, meaning.file, at, around, problems)
    if ('inner' in meaning) for (const inner of meaning.inner) checkKeywords(inner, at, around, problems)
  }
}

function checkInjection(
  keyword: string,
  file: string | undefined,
  line: number,
  around: MessageSurroundings,
  problems: Problems,
): void {
  if (around.injection === undefined) return
  if (around.injection.length === 0)
    problems.fault('no-injection', line, `[${keyword}] needs an injection file, and there is none`, 'Give one (injection, -inf).')
  else if (file !== undefined && !around.injection.includes(file))
    problems.fault(
      'no-injection',
      line,
      `[${keyword}] names the file ${file}, which is not given`,
      `Given: ${around.injection.join(', ')}.`,
    )
}

/** The first word and what follows, or undefined if a message begins otherwise. */
export function firstLineOf(text: string): { readonly word: string; readonly rest: string } | undefined {
  const match = /^[ \t\n]*([^ \t\n[]+) +([^\n]*)/.exec(text)
  return match ? { word: match[1] ?? '', rest: match[2] ?? '' } : undefined
}

function checkSent(step: XmlElement, text: string, line: number, problems: Problems): void {
  const begin = line + (/^[ \t\n]*/.exec(text)?.[0].split('\n').length ?? 1) - 1
  const first = firstLineOf(text)
  if (first === undefined) {
    const what = 'the message does not begin with a method, or with SIP/2.0, and a blank'
    problems.fault('first-line', begin, what, 'SIPp takes no keyword there: write one <send> a method.')
    return
  }
  if (first.word === 'SIP/2.0') {
    const code = Number(/^(\d+)(?=\s|$)/.exec(first.rest)?.[1])
    if (!(code >= 100 && code < 700))
      problems.fault(
        'first-line',
        begin,
        `${JSON.stringify(first.rest.slice(0, 40))} begins with no status code`,
        'Write a code from 100 to 699; SIPp takes no keyword there.',
      )
    return
  }
  if (!methods.has(first.word))
    problems.warning(
      'unknown-method',
      begin,
      `${JSON.stringify(first.word)} is no method of SIP`,
      'Methods are case-sensitive: INVITE, BYE, MESSAGE …',
    )
  checkRequestFields(step, first.word, text, begin, problems)
}

function checkRequestFields(step: XmlElement, method: string, text: string, line: number, problems: Problems): void {
  const [head = '', ...body] = text.trim().split(/\n[ \t]*\n/)
  const field = (name: string): string | undefined => new RegExp(`^[ \\t]*${name}[ \\t]*:[ \\t]*(.*)$`, 'im').exec(head)?.[1]
  const cseq = /(?:^|\s)([A-Za-z]+)\s*$/.exec(field('CSeq') ?? '')?.[1]
  if (cseq !== undefined && cseq !== method)
    problems.warning(
      'cseq-method',
      line,
      `the CSeq of this ${method} says ${cseq}`,
      'SIPp matches responses by the method of the CSeq.',
    )
  const callId = field('(?:Call-ID|i)')
  if (callId !== undefined && !callId.includes('['))
    problems.warning(
      'call-id',
      line,
      `the Call-ID ${JSON.stringify(callId.slice(0, 40))} is the same in every call`,
      'Write [call_id]: SIPp finds the call of a response by it.',
    )
  if (
    body.length > 0 &&
    body.join('').trim() !== '' &&
    field('(?:Content-Length|l)') === undefined &&
    !/^\[/m.test(head.split('\n').at(-1) ?? '')
  )
    problems.warning(
      'content-length',
      step.line,
      `this ${method} has a body and no Content-Length`,
      'Add Content-Length: [len]; over TCP nobody can find its end.',
    )
}
