// REFER from both sides: one target or a list, with and without the subscription it implies (RFC 3515, RFC 4488, RFC 5368).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bareReferContent,
  buildMultipart,
  buildRequest,
  parseMessage,
  readRefer,
  referContent,
  RESOURCE_LISTS,
  statusFragmentOf,
  writeResourceLists,
  writeStatusFragment,
  type HeaderList,
  type IncomingRefer,
  type InDialogOptions,
  type OutgoingRefer,
  type ReferOutcome,
  type ReferProgress,
  type ReferTerms,
  type SipRequest,
} from '@ch1/sip'
import { AgentBench, outcome } from './agent-bench'
import { later, quiet } from './quiet'

const TO_BOB = { uri: 'sip:bob@192.0.2.1:5072', from: '<sip:alice@home.example>', to: '<sip:bob@home.example>' }
const CAROL = 'sip:carol@home.example'

interface Referred {
  readonly bench: AgentBench
  readonly refer: OutgoingRefer
  readonly incoming: IncomingRefer
  readonly progress: ReferProgress | undefined
  readonly told: string[]
}

/** Alice refers Bob within a session, Bob accepts. */
async function referred(o: Partial<ReferTerms> = {}, accept: Parameters<IncomingRefer['accept']>[0] = {}): Promise<Referred> {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bench.news()
  let incoming: IncomingRefer | undefined
  let progress: ReferProgress | undefined
  bob.onRefer = (refer) => {
    incoming = refer
    progress = refer.accept(accept)
  }
  const refer = alice.refer({ referTo: CAROL, ...o })
  const told: string[] = []
  refer.onProgress = (status, reason) => told.push(`${status} ${reason}`)
  await quiet(bench)
  return { bench, refer, incoming: incoming ?? assert.fail('no REFER arrived'), progress, told }
}

const refer = (o: InDialogOptions): SipRequest =>
  parseMessage(
    buildRequest({
      method: 'REFER',
      uri: 'sip:b@h',
      headers: [...(o.contentType === undefined ? [] : [['Content-Type', o.contentType] as const]), ...(o.headers ?? [])],
      body: o.body,
    }).bytes,
  ) as SipRequest

const readingOf = (headers: HeaderList): string => {
  const reading = readRefer(refer({ headers }))
  return reading.kind === 'refused'
    ? `${reading.status} ${reading.reason}`
    : reading.targets.map(({ method, uri }) => `${method} ${uri}`).join()
}

test('a REFER is accepted, told 100 at once, then what comes, and ends with the final status', async () => {
  const { bench, refer, incoming, progress, told } = await referred({ referredBy: '<sip:alice@home.example>' })
  assert.deepEqual(bench.news(), ['REFER', '202 REFER', 'NOTIFY', '200 NOTIFY'])
  const request = bench.network.last('REFER').message
  assert.deepEqual(
    [request.header('Refer-To'), request.header('Referred-By'), request.header('Refer-Sub'), request.header('Require')],
    [`<${CAROL}>`, '<sip:alice@home.example>', undefined, undefined],
  )
  assert.deepEqual([incoming.targets, incoming.isList], [[{ uri: CAROL, method: 'INVITE', text: CAROL }], false])
  const notify = bench.network.last('NOTIFY').message
  assert.deepEqual(
    [notify.header('Event'), notify.header('Subscription-State'), notify.header('Content-Type')],
    ['refer;id=2', 'active;expires=180', 'message/sipfrag;version=2.0'],
  )
  void progress?.tell(180)
  void progress?.tell(200, 'Fine')
  await quiet(bench)
  assert.equal(bench.network.last('NOTIFY').message.header('Subscription-State'), 'terminated;reason=noresource')
  assert.deepEqual(told, ['100 Trying', '180 Ringing', '200 Fine'])
  assert.deepEqual(await refer.outcome, { kind: 'told', status: 200, reason: 'Fine' })
  assert.equal(await outcome(progress?.tell(200) ?? assert.fail('no subscription')), 'SipStateError')
  assert.deepEqual([bench.faults, refer.subscription.end?.why], [[], 'notified'])
})

test('Refer-Sub: false and agreed to: no NOTIFY, and nothing is waited for', async () => {
  const { bench, refer, incoming, progress } = await referred({ subscribe: false })
  assert.deepEqual([incoming.wantsSubscription, progress], [false, undefined])
  const { message } = bench.network.last('REFER')
  assert.deepEqual([message.header('Refer-Sub'), message.header('Supported')], ['false', 'norefersub'])
  assert.equal(bench.network.last('202 REFER').message.header('Refer-Sub'), 'false')
  assert.equal((await refer.outcome).kind, 'notTold')
  await later(bench, 40_000)
  assert.deepEqual([bench.network.words().includes('NOTIFY'), bench.alice.dialogCount], [false, 1])
})

test('Refer-Sub: false but not agreed to: the subscription is there and is followed', async () => {
  const { bench, refer, progress, told } = await referred({ subscribe: false }, { subscribe: true })
  assert.equal(bench.network.last('202 REFER').message.header('Refer-Sub'), undefined)
  void progress?.tell(603)
  await quiet(bench)
  assert.deepEqual([told, (await refer.outcome).kind], [['100 Trying', '603 Decline'], 'told'])
})

test('a refusal is the outcome, and leaves no subscription', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onRefer = (incoming) => {
    incoming.refuse(603, { reason: 'Not Her' })
    assert.throws(() => incoming.accept(), { name: 'SipStateError' })
  }
  const refused = alice.refer({ referTo: CAROL })
  await quiet(bench)
  const how = await refused.outcome
  assert.deepEqual([how.kind, how.kind === 'refused' ? how.response.reason : ''], ['refused', 'Not Her'])
  assert.deepEqual([alice.events.size, bob.events.size], [0, 0])
})

test('two REFERs in one session are told apart by id; without id, a NOTIFY is the first one’s', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  const progress: (ReferProgress | undefined)[] = []
  bob.onRefer = (incoming) => progress.push(incoming.accept())
  const told: string[] = []
  const refers = ['a', 'b'].map((name) => {
    const made = alice.refer({ referTo: `sip:${name}@h` })
    made.onProgress = (status) => told.push(`${name} ${status}`)
    return made
  })
  await quiet(bench)
  const third = alice.refer({ referTo: 'sip:c@h' })
  await quiet(bench)
  void progress[1]?.tell(200)
  await quiet(bench)
  const answers = [undefined, '9'].map((id) =>
    bob.send('NOTIFY', {
      headers: [
        ['Event', id === undefined ? 'refer' : `refer;id=${id}`],
        ['Subscription-State', 'active'],
      ],
      contentType: 'message/sipfrag',
      body: 'SIP/2.0 183 Soon\r\n',
    }),
  )
  await quiet(bench)
  assert.deepEqual(
    (await Promise.all(answers)).map(({ status }) => status),
    [200, 481],
  )
  void progress[0]?.tell(200)
  await quiet(bench)
  const late = bob.send('NOTIFY', {
    headers: [
      ['Event', 'refer'],
      ['Subscription-State', 'active'],
    ],
  })
  await quiet(bench)
  assert.equal((await late).status, 481, 'the first is over, and the third is never meant without id')
  assert.deepEqual(told, ['a 100', 'b 100', 'b 200', 'a 183', 'a 200'])
  assert.deepEqual(
    refers.map(({ subscription }) => subscription.end?.why),
    ['notified', 'notified'],
  )
  assert.equal(third.subscription.end, undefined)
})

test('the one who referred may prolong it, or let it go', async () => {
  const { bench, refer, progress, told } = await referred({}, { expiresS: 60 })
  await later(bench, 30_000)
  const prolonged = refer.subscription.refresh(500)
  await quiet(bench)
  assert.deepEqual([(await prolonged).status, (await prolonged).header('Expires')], [200, '500'])
  await later(bench, 100_000)
  assert.deepEqual([progress?.end, told], [undefined, ['100 Trying', '100 Trying']])
  void refer.subscription.unsubscribe()
  await quiet(bench)
  const how = await refer.outcome
  assert.deepEqual([how.kind, how.kind === 'ended' ? how.last?.status : 0, progress?.end], ['ended', 100, 'unsubscribed'])
})

test('nobody tells anything: the outcome says silent, or that the time ran out', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onRequest = (_request, respond) => respond(202)
  const silent = alice.refer({ referTo: CAROL })
  await quiet(bench)
  await later(bench, 32_000)
  assert.deepEqual(await silent.outcome, { kind: 'ended', end: { why: 'silent' }, last: undefined })

  const { bench: slow, refer: made } = await referred({}, { expiresS: 60 })
  await later(slow, 60_000)
  const how: ReferOutcome = await made.outcome
  assert.deepEqual([how.kind, how.kind === 'ended' ? [how.end.reason, how.last?.status] : []], ['ended', ['timeout', 100]])
})

test('outside any dialog: a dialog of its own, which goes with the subscription', async () => {
  const bench = new AgentBench()
  let progress: ReferProgress | undefined
  bench.bob.onRefer = (incoming) => (progress = incoming.accept())
  const made = bench.alice.refer({ ...TO_BOB, referTo: 'sip:conf@h;method=BYE' })
  const told: number[] = []
  made.onProgress = (status) => told.push(status)
  await quiet(bench)
  assert.deepEqual([bench.alice.dialogCount, bench.bob.dialogCount, told], [1, 1, [100]])
  void progress?.tell(200)
  await quiet(bench)
  assert.deepEqual([bench.alice.dialogCount, bench.bob.dialogCount, told, (await made.outcome).kind], [0, 0, [100, 200], 'told'])

  const plain = bench.alice.refer({ ...TO_BOB, referTo: CAROL, subscribe: false })
  await quiet(bench)
  assert.deepEqual([(await plain.outcome).kind, bench.alice.dialogCount, bench.bob.dialogCount], ['notTold', 0, 0])
  bench.bob.onRefer = undefined
  const unserved = bench.alice.refer({ ...TO_BOB, referTo: CAROL })
  await quiet(bench)
  assert.equal((await unserved.answered).status, 405)
})

test('a multiple REFER: the list in a multipart body, found by its Content-ID, method by method', async () => {
  const { bench, incoming, progress } = await referred({
    referTo: [CAROL, { uri: 'sip:dan@h:5070;method=BYE;x=1?Subject=a', copyControl: 'bcc' }],
    parts: [{ contentType: 'text/plain', body: 'beside it' }],
  })
  const { message } = bench.network.last('REFER')
  const cid = /^<cid:(.*)>$/.exec(message.header('Refer-To') ?? '')?.[1] ?? ''
  assert.deepEqual([message.header('Require'), message.header('Refer-Sub')], ['multiple-refer, norefersub', 'false'])
  assert.match(message.header('Content-Type') ?? '', /^multipart\/mixed;boundary=/)
  assert.ok(cid !== '' && Buffer.from(message.body).includes(`Content-ID: <${cid}>`))
  assert.deepEqual([incoming.isList, incoming.wantsSubscription, progress], [true, false, undefined])
  assert.deepEqual(incoming.targets, [
    { uri: CAROL, method: 'INVITE', text: CAROL },
    { uri: 'sip:dan@h:5070;x=1', method: 'BYE', text: 'sip:dan@h:5070;method=BYE;x=1?Subject=a' },
  ])
})

test('a list as the only body, and one whose progress is wanted, are read too', () => {
  const bare = readRefer(refer(bareReferContent({ referTo: [CAROL] })))
  assert.deepEqual([bare.kind, bare.kind === 'targets' && bare.targets.length], ['targets', 1])
  const wanted = refer(referContent({ referTo: [CAROL], subscribe: true }))
  assert.deepEqual([wanted.header('Require'), wanted.header('Refer-Sub')], ['multiple-refer', undefined])
})

test('headers given replace those made', () => {
  const made = refer(referContent({ referTo: CAROL, headers: [['Refer-To', '<sip:x@h>, <sip:y@h>']] }))
  assert.deepEqual(made.all('Refer-To'), ['<sip:x@h>, <sip:y@h>'])
})

test('what a REFER must say, or 400 with the reason', () => {
  assert.equal(readingOf([['Refer-To', `<${CAROL}>`]]), `INVITE ${CAROL}`)
  assert.equal(readingOf([['r', 'sip:c@h']]), 'INVITE sip:c@h')
  assert.equal(readingOf([['Refer-To', '<sips:u:p@[::1]:1;method=BYE;lr?x=y>']]), 'BYE sips:u:p@[::1]:1;lr')
  assert.equal(readingOf([['Refer-To', '<tel:+1201>']]), 'INVITE tel:+1201')
  assert.match(readingOf([]), /^400 .*0 Refer-To/)
  assert.match(
    readingOf([
      ['Refer-To', '<sip:a@h>'],
      ['Refer-To', '<sip:b@h>'],
    ]),
    /^400 .*2 Refer-To/,
  )
  assert.match(readingOf([['Refer-To', '<sip:a@h>, <sip:b@h>']]), /^400 .*2 Refer-To/)
  assert.match(readingOf([['Refer-To', '<sip:>']]), /^400 .*cannot be read/)
  assert.match(readingOf([['Refer-To', '<cid:a@b>']]), /^400 .*without Require/)
  assert.match(
    readingOf([
      ['Refer-To', '<sip:a@h>'],
      ['Require', 'multiple-refer'],
    ]),
    /^400 .*without a cid/,
  )
  assert.match(
    readingOf([
      ['Refer-To', '<cid:a@b>'],
      ['Require', 'multiple-refer'],
    ]),
    /^400 .*no part/,
  )
})

test('lists that cannot be used: another type 415, broken, empty or elsewhere 400', () => {
  const list = (o: { type?: string; id?: string; body?: Uint8Array | string; refer?: string }): string => {
    const part = {
      contentType: o.type ?? RESOURCE_LISTS,
      headers: [['Content-ID', `<${o.id ?? 'a@b'}>`]] as const,
      body: o.body ?? writeResourceLists([CAROL]),
    }
    const headers: HeaderList = [
      ['Refer-To', `<cid:${o.refer ?? 'a@b'}>`],
      ['Require', 'multiple-refer'],
    ]
    const reading = readRefer(refer({ ...buildMultipart([part]), headers }))
    return reading.kind === 'refused' ? `${reading.status} ${reading.headers.join()}` : reading.kind
  }
  assert.equal(list({}), 'targets')
  assert.equal(list({ id: 'a%b', refer: 'a%25b' }), 'targets')
  assert.equal(list({ type: 'text/xml' }), `415 Accept,${RESOURCE_LISTS}`)
  assert.equal(list({ id: 'other' }), '400 ')
  assert.equal(list({ body: writeResourceLists([]) }), '400 ')
  assert.equal(list({ body: '<!DOCTYPE a><a/>' }), '400 ')
  assert.equal(list({ body: writeResourceLists(['no uri']) }), '400 ')
})

test('a REFER that cannot be read is answered before anybody is asked', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  bob.onRefer = () => assert.fail('it names nobody')
  const answer = alice.send('REFER')
  await quiet(bench)
  assert.deepEqual([(await answer).status, (await answer).reason], [400, 'Bad REFER: 0 Refer-To values, where one is due'])
})

test('sipfrag: a status line is read with and without more, and in a part; other bodies tell nothing', () => {
  const told = (contentType: string, body: Uint8Array | string): unknown => statusFragmentOf(refer({ contentType, body }))
  assert.deepEqual(told('message/sipfrag', writeStatusFragment(486)), { status: 486, reason: 'Busy Here' })
  assert.deepEqual(told('message/sipfrag;version=2.0', 'SIP/2.0 200 OK\r\nTo: x\r\n\r\n'), { status: 200, reason: 'OK' })
  assert.deepEqual(told('message/sipfrag', 'SIP/2.0 180'), { status: 180, reason: '' })
  const { contentType, body } = buildMultipart([{ contentType: 'message/sipfrag', body: 'SIP/2.0 100 Trying\n' }])
  assert.deepEqual(told(contentType, body), { status: 100, reason: 'Trying' })
  for (const bad of ['', 'INVITE sip:a@h SIP/2.0', 'SIP/2.0 700 No', 'SIP/2.0 2000 OK', ' SIP/2.0 200 OK'])
    assert.equal(told('message/sipfrag', bad), undefined, bad)
  assert.equal(told('text/plain', 'SIP/2.0 200 OK'), undefined)
  assert.equal(told('multipart/mixed', 'x'), undefined)
  assert.equal(Buffer.from(writeStatusFragment(200, 'a\r\nb')).toString(), 'SIP/2.0 200 a b\r\n')
})
