// Checks one message in one call, whatever form it is in.
import { CodecError } from '../codec-error'
import { RESULT } from '../commands'
import { standardDictionary } from '../dictionaries/standard'
import { FlatMessage } from '../flat/flat-message'
import type { DiameterMessage } from '../message'
import type { GrammarFinding } from './finding'
import { MessageChecker, type CheckOptions } from './message-checker'

/**
 * What is wrong with a message, in order of appearance, at most `most` findings (100). Whoever checks many messages keeps a
 * `MessageChecker` with their options; here the last options used are remembered. Never throws: bytes that are no message by
 * their header give one finding, 5011 for the version and 5015 for the length.
 */
export function checkMessage(
  message: Uint8Array | FlatMessage | DiameterMessage,
  options?: CheckOptions,
): readonly GrammarFinding[] {
  const checker = checkerFor(options)
  if (message instanceof FlatMessage) return checker.check(message)
  try {
    const flat = new FlatMessage(options?.dictionary ?? standardDictionary)
    return checker.check(flat.read(message instanceof Uint8Array ? message : message.bytes))
  } catch (error) {
    if (error instanceof CodecError) return [headerFinding(error)]
    throw error
  }
}

let newest: { readonly options: CheckOptions; readonly checker: MessageChecker } | undefined
let standard: MessageChecker | undefined

function checkerFor(options: CheckOptions | undefined): MessageChecker {
  if (options === undefined) return (standard ??= new MessageChecker())
  if (newest === undefined || !areSame(newest.options, options)) newest = { options, checker: new MessageChecker(options) }
  return newest.checker
}

function areSame(a: CheckOptions, b: CheckOptions): boolean {
  return a.grammars === b.grammars && a.groups === b.groups && a.dictionary === b.dictionary && a.most === b.most
}

function headerFinding({ problem, clause, offset, path }: CodecError): GrammarFinding {
  const isVersion = offset === 0 && problem.startsWith('the version')
  const rule = isVersion ? 'version' : 'length'
  const resultCode = isVersion ? RESULT.UNSUPPORTED_VERSION : RESULT.INVALID_MESSAGE_LENGTH
  return { rule, path, problem, clause, offset, resultCode, level: 'MUST' }
}
