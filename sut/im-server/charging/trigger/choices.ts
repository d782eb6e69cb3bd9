// The choices that the documents leave to a server, as data. Each is legal; the reference makes the first of its values.

/** One choice: its name in the profile's PIXIT, its values with the reference's own first, where it comes from, what it changes. */
interface ChoiceRow {
  readonly id: string
  readonly values: readonly [string, string, ...string[]]
  readonly clause: string
  readonly text: string
}

/** Every choice that a server's charging can make. */
export const CHOICES = [
  {
    id: 'P-JOIN',
    values: ['charged', 'not-charged'],
    clause: 'OMA CR §6.2.3.2; TS 32.260 Table 5.2.1.1-2',
    text: 'whether a user who joins by its own INVITE makes an INTERIM',
  },
  {
    id: 'P-LAST',
    values: ['stop', 'interim-then-stop'],
    clause: 'TS 32.260 Table 5.2.1.1-2',
    text: 'what the last leaver makes: STOP, or INTERIM and STOP after a linger',
  },
  {
    id: 'P-DEP-POINT',
    values: ['2xx', 'bye'],
    clause: 'OMA CR §6.2.3.2 step 1',
    text: 'when an expulsion makes its INTERIM: at the 2xx to the BYE, or as the BYE leaves',
  },
  {
    id: 'P-DEP-NO200',
    values: ['interim', 'none'],
    clause: 'OMA CR §6.2.3.2 step 1; RFC 3261 §15.1.1',
    text: 'whether an expulsion that no 2xx answers makes an INTERIM',
  },
  {
    id: 'P-START',
    values: ['2xx', 'ack'],
    clause: 'TS 32.260 §5.1.4, Table 5.2.1.1-2',
    text: 'whether START comes with the 2xx to the initiator or with its ACK',
  },
  {
    id: 'P-ARR-POINT',
    values: ['2xx', 'ack'],
    clause: 'TS 32.260 Table 5.2.1.1-2',
    text: 'whether a joining user makes its INTERIM at the 2xx or at its ACK',
  },
  {
    id: 'P-GRAN',
    values: ['conference', 'leg'],
    clause: 'RFC 6733 §8.8',
    text: 'one accounting session a conference, or one a leg: then an arrival is START and a departure STOP',
  },
  {
    id: 'P-COUNT',
    values: ['users', 'endpoints'],
    clause: 'TS 32.299 §7.2.117',
    text: 'whether Number-Of-Participants counts users or their endpoints',
  },
  {
    id: 'P-FOCUS',
    values: ['excluded', 'included'],
    clause: 'TS 32.299 §7.2.117',
    text: 'whether Number-Of-Participants counts the focus too',
  },
  {
    id: 'P-NUM',
    values: ['from-0-by-1', 'growing'],
    clause: 'RFC 6733 §9.8.3',
    text: 'record numbers from 0 by 1, or from somewhere by more than one',
  },
  {
    id: 'P-EVT-FAIL',
    values: ['not-sent', 'sent'],
    clause: 'TS 32.299 §6.1.0',
    text: 'whether an arrival that fails makes an EVENT',
  },
  {
    id: 'P-EVT-MSG',
    values: ['sent', 'not-sent'],
    clause: 'TS 32.299 §6.1.0; TS 32.260 Table 5.2.1.1-1',
    text: 'whether a pager-mode MESSAGE that is accepted makes an EVENT',
  },
  {
    id: 'P-EVT-MSG-FAIL',
    values: ['sent', 'not-sent'],
    clause: 'TS 32.299 §6.1.0; TS 32.260 Table 5.2.1.1-1',
    text: 'whether a pager-mode MESSAGE that fails makes an EVENT',
  },
  {
    id: 'P-PERIODIC',
    values: ['asked', 'sent'],
    clause: 'RFC 6733 §9.8.2; TS 32.299 §6.1.2',
    text: 'interims by time only where the enabler asks for them, or although it asked for none',
  },
  {
    id: 'P-LEG',
    values: ['trigger-leg', 'initial-leg'],
    clause: 'TS 32.260 §5.1.2.2; TS 32.299 §7.2.242',
    text: 'whose Call-ID and ICID a record carries: of the leg that made it, or of the first leg',
  },
  {
    id: 'P-BUF',
    values: ['all-in-order', 'overwrite'],
    clause: 'TS 32.299 §6.1.3.1; RFC 6733 §9.5',
    text: 'whether a newer interim overwrites an undelivered one',
  },
  {
    id: 'P-5XXX',
    values: ['ignore', 'disconnect-user'],
    clause: 'RFC 6733 §8.2',
    text: 'what a failed answer does to the users',
  },
] as const satisfies readonly ChoiceRow[]

type Row = (typeof CHOICES)[number]
export type ChoiceId = Row['id']
/** One value of each choice. */
export type Choices = { readonly [R in Row as R['id']]: R['values'][number] }

/** What the reference chooses. */
export const REFERENCE_CHOICES = Object.fromEntries(CHOICES.map(({ id, values }) => [id, values[0]])) as unknown as Choices

/** Reads `P-LAST=interim-then-stop`. Gives what is wrong with it, and how to mend it, where it is no choice. */
export function choiceOf(text: string): { readonly ok: true; readonly choice: Partial<Choices> } | NoSwitch {
  const [id = '', value = ''] = text.split('=')
  const row = CHOICES.find((one) => one.id === id)
  if (!row) return { ok: false, what: `there is no choice "${id}"`, mend: `one of: ${CHOICES.map((one) => one.id).join(', ')}` }
  if (!row.values.some((one) => one === value))
    return { ok: false, what: `${id} cannot be "${value}"`, mend: `${id}=${row.values.join(` or ${id}=`)}` }
  return { ok: true, choice: { [id]: value } }
}

/** Why a text is no switch. */
export interface NoSwitch {
  readonly ok: false
  readonly what: string
  readonly mend: string
}
