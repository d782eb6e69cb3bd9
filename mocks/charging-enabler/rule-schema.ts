// The shape of a rules file, in zod: strict, so that a misspelt word is a message and not a rule that never works.
import { z } from 'zod'

const count = z.int().min(1).max(1_000_000_000)
const ms = z.int().min(0).max(86_400_000)
const u32 = z.int().min(0).max(0xffff_ffff)
const resultCode = z.int().min(1).max(0xffff_ffff)

/** `/pattern/flags` is a pattern, everything else the whole text. */
const textOrPattern = z.union([z.string().min(1), z.instanceof(RegExp)]).transform((wanted, context) => {
  if (wanted instanceof RegExp) return wanted
  return wanted.length > 1 && wanted.startsWith('/') ? pattern(wanted, context) : wanted
})

const patternOnly = z
  .union([z.string().min(1), z.instanceof(RegExp)])
  .transform((wanted, context) =>
    wanted instanceof RegExp ? wanted : pattern(wanted.startsWith('/') ? wanted : `/${wanted}/`, context),
  )

function pattern(text: string, context: z.RefinementCtx): RegExp {
  const parts = /^\/(.*)\/([a-z]*)$/s.exec(text)
  try {
    if (parts !== null) return new RegExp(parts[1] ?? '', parts[2])
    throw new Error('it has no closing slash')
  } catch (error) {
    context.issues.push({
      code: 'custom',
      message: `no pattern: ${(error as Error).message}`,
      input: text,
      params: { mend: 'a pattern stands between slashes, for example /conf-1$/' },
    })
    return z.NEVER
  }
}

const condition = z
  .strictObject({
    path: z.string().min(1),
    equals: z.union([z.string(), z.number()]).optional(),
    matches: patternOnly.optional(),
    present: z.literal(true).optional(),
    absent: z.literal(true).optional(),
  })
  .refine(({ path: _path, ...tests }) => Object.values(tests).filter((test) => test !== undefined).length === 1, {
    message: 'exactly one test is needed',
    params: { mend: 'one of: equals, matches, present: true, absent: true' },
  })

const match = z.strictObject({
  on: z.enum(['acr', 'cer', 'dwr', 'open']).optional(),
  type: z.enum(['start', 'interim', 'stop', 'event']).optional(),
  session: textOrPattern.optional(),
  origin: textOrPattern.optional(),
  number: u32.optional(),
  resent: z.boolean().optional(),
  nth: count.optional(),
  participant: z.string().min(1).optional(),
  avp: z.array(condition).min(1).max(100).optional(),
  unknownSession: z.boolean().optional(),
  enabler: z.string().min(1).optional(),
})

const identifier = z.union([u32, z.literal('wrong')]).optional()

const answer = {
  resultCode,
  interimIntervalS: u32.optional(),
  add: z.array(z.unknown()).max(1_000).optional(),
  omit: z.array(z.string().min(1)).max(100).optional(),
  recordNumber: identifier,
  hopByHop: identifier,
  endToEnd: identifier,
  errorBit: z.boolean().optional(),
}

const spoilt = z.enum([
  'version',
  'shortLength',
  'longLength',
  'oddLength',
  'avpLength',
  'avpZeroLength',
  'requestBit',
  'reservedBits',
  'truncated',
  'text',
])

/** Every kind of action with what it takes. */
export const actionSchemas = {
  answer: z.strictObject({ kind: z.literal('answer'), ...answer }),
  answerTwice: z.strictObject({ kind: z.literal('answerTwice'), ...answer }),
  answerAfterResend: z.strictObject({ kind: z.literal('answerAfterResend'), ...answer }),
  delay: z.strictObject({ kind: z.literal('delay'), ms }),
  ignore: z.strictObject({ kind: z.literal('ignore') }),
  malformed: z
    .strictObject({ kind: z.literal('malformed'), how: spoilt.optional(), bytes: z.string().max(1_000_000).optional() })
    .refine(({ how, bytes }) => (how === undefined) !== (bytes === undefined), {
      message: 'either how or bytes is needed',
      params: { mend: `how is one of: ${spoilt.options.join(', ')}` },
    }),
  close: z.strictObject({ kind: z.literal('close') }),
  reset: z.strictObject({ kind: z.literal('reset') }),
  disconnect: z.strictObject({ kind: z.literal('disconnect'), cause: z.union([z.literal(0), z.literal(1), z.literal(2)]) }),
  refuse: z.strictObject({ kind: z.literal('refuse'), resultCode }),
  ignoreWatchdog: z.strictObject({ kind: z.literal('ignoreWatchdog') }),
  partition: z.strictObject({ kind: z.literal('partition'), forMs: ms }),
  stopListening: z.strictObject({ kind: z.literal('stopListening'), forMs: ms }),
} as const

/** What a short form of an action stands for: `{ delay: 50 }` is `{ kind: 'delay', ms: 50 }`. */
export const SHORT_FORMS: Readonly<Record<string, string>> = {
  answer: 'resultCode',
  answerTwice: 'resultCode',
  answerAfterResend: 'resultCode',
  delay: 'ms',
  malformed: 'how',
  disconnect: 'cause',
  refuse: 'resultCode',
  partition: 'forMs',
  stopListening: 'forMs',
}

/** A rule, its actions not yet looked into. */
export const ruleSchema = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  match: match.default({}),
  actions: z.array(z.unknown()).min(1).max(100),
  completion: z
    .union([
      z.literal('once'),
      z.literal('always'),
      z.strictObject({ times: count }),
      z.strictObject({ kind: z.literal('always') }),
      z.strictObject({ kind: z.literal('times'), times: count }),
    ])
    .default('always'),
})
