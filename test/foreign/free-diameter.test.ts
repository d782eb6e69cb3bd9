// freeDiameter, the peer most of the field has: it connects to the Charging Enabler, and our client connects to it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMAND, DiameterClient, encodeMessage, scalarAt, type DiameterMessage, type PeerState } from '@ch1/diameter'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import { needs, until } from './foreign-process'
import { FREE_DIAMETER, freeDiameter } from './free-diameter'
import { Witness } from './witness'

const CDF = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }
const LIMIT_MS = 30_000

test('freeDiameter connects to the enabler: capabilities, watchdogs of both sides, DPR at its end', async (t) => {
  if (!needs(t, FREE_DIAMETER)) return
  const seen = new Witness()
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity: CDF, record: seen.record })
  const peer = { identity: CDF.originHost, port: enabler.port }
  const foreign = await freeDiameter({
    identity: 'fd1.foreign.example',
    realm: 'foreign.example',
    twSeconds: 6,
    connectTo: [peer],
  })
  try {
    await foreign.open(CDF.originHost)
    assert.ok(await enabler.waitOpen(LIMIT_MS), seen.story())
    assert.match(foreign.process.output, /Capabilities-Exchange-Answer.*'DIAMETER_SUCCESS' \(2001/)
    await enabler.watchdogs(LIMIT_MS)
    assert.equal(seen.count('toSut', COMMAND.deviceWatchdog, true), 1)
    assert.equal(seen.count('fromSut', COMMAND.deviceWatchdog, false), 1, 'freeDiameter answers our watchdog')
    // RFC 3539 §3.4.1 — after Tw without traffic it is freeDiameter's turn.
    const itsOwn = (): boolean => seen.count('toSut', COMMAND.deviceWatchdog, false) >= 1
    assert.ok(await seen.until(itsOwn, LIMIT_MS), `a DWR of freeDiameter is answered\n${seen.story()}`)
    await foreign.process.stop()
    assert.ok(await seen.until(() => seen.states().includes('closed'), LIMIT_MS), seen.story())
    assert.deepEqual(seen.states(), ['connected', 'open', 'closing', 'closed'])
    assert.equal(seen.count('fromSut', COMMAND.disconnectPeer, true), 1)
    assert.equal(seen.count('toSut', COMMAND.disconnectPeer, false), 1)
    assert.doesNotMatch(foreign.process.output, /ERROR|STATE_SUSPECT/)
  } finally {
    await foreign.process.stop()
    await enabler.close()
  }
})

test('the enabler closes: freeDiameter takes our DPR', async (t) => {
  if (!needs(t, FREE_DIAMETER)) return
  const seen = new Witness()
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity: CDF, record: seen.record })
  const peer = { identity: CDF.originHost, port: enabler.port }
  const foreign = await freeDiameter({ identity: 'fd2.foreign.example', realm: 'foreign.example', connectTo: [peer] })
  try {
    await foreign.open(CDF.originHost)
    await enabler.close()
    assert.equal(seen.count('toSut', COMMAND.disconnectPeer, true), 1)
    await foreign.process.until(/'STATE_OPEN'\s+-> 'STATE_CLOSING/)
  } finally {
    await foreign.process.stop()
    await enabler.close()
  }
})

test('our client connects to freeDiameter: capabilities, watchdogs, an undeliverable ACR answered 3002, DPR of either side', async (t) => {
  if (!needs(t, FREE_DIAMETER)) return
  const foreign = await freeDiameter({
    identity: 'fd3.foreign.example',
    realm: 'foreign.example',
    accept: ['ctf1.im.example'],
  })
  const states: PeerState[] = []
  const answers: DiameterMessage[] = []
  const watchdogAnswers: Uint8Array[] = []
  const looks = new Set<() => void>()
  const came = (holds: () => boolean): Promise<boolean> =>
    until(holds, LIMIT_MS, (look) => {
      looks.add(look)
      return () => looks.delete(look)
    })
  const client = new DiameterClient({
    host: '127.0.0.1',
    port: foreign.port,
    identity: {
      originHost: 'ctf1.im.example',
      originRealm: 'im.example',
      productName: 'ch1-conformance test',
      vendorId: 0,
      supportedVendorIds: [10415],
      acctApplicationIds: [3],
    },
    // freeDiameter says that it is ready just before it listens: who comes in between comes again
    timers: { tcMs: 1_000, twMs: 300 },
    events: {
      wire: (dir, bytes) => {
        const isWatchdogAnswer = bytes[4] === 0 && bytes[5] === 0 && bytes[6] === 1 && bytes[7] === 24
        if (dir === 'in' && isWatchdogAnswer) watchdogAnswers.push(bytes)
        looks.forEach((look) => look())
      },
      state: (state) => {
        states.push(state)
        looks.forEach((look) => look())
      },
    },
  })
  client.onAnswer = (answer) => {
    answers.push(answer)
    looks.forEach((look) => look())
  }
  try {
    client.start()
    assert.ok(await came(() => client.state === 'open'), foreign.process.output)
    assert.ok(await came(() => watchdogAnswers.length >= 2), 'DWAs to our DWRs')
    client.request(({ hopByHop }) => acr(hopByHop))
    assert.ok(await came(() => answers.length === 1), foreign.process.output)
    const [answer] = answers
    assert.ok(answer !== undefined)
    // RFC 6733 §7.1.3 — nobody serves that realm: UNABLE_TO_DELIVER, told with the E bit.
    assert.deepEqual([scalarAt(answer, 'Result-Code'), answer.error, answer.request], [3002, true, false])
    assert.equal(scalarAt(answer, 'Session-Id'), 'ctf1.im.example;1;2')
    await client.close()
    assert.ok(states.includes('closing') && states.at(-1) === 'closed', states.join(' '))
    // A CER that comes while its state machine for us still ends is refused; ZOMBIE is its word for ended.
    await foreign.process.until(/STATE_ZOMBIE/)

    client.start()
    assert.ok(await came(() => client.state === 'open'), 'it lets us in again')
    await foreign.process.stop()
    assert.ok(await came(() => states.slice(-2).join(' ') === 'closing closed'), `its DPR was taken: ${states.join(' ')}`)
  } finally {
    await client.close()
    await foreign.process.stop()
  }
})

function acr(hopByHop: number): Uint8Array {
  return encodeMessage({
    commandCode: COMMAND.accounting,
    applicationId: 3,
    request: true,
    proxiable: true,
    hopByHop,
    endToEnd: hopByHop,
    avps: [
      ['Session-Id', 'ctf1.im.example;1;2'],
      ['Origin-Host', 'ctf1.im.example'],
      ['Origin-Realm', 'im.example'],
      ['Destination-Realm', 'charging.example'],
      ['Accounting-Record-Type', 2],
      ['Accounting-Record-Number', 0],
      ['Acct-Application-Id', 3],
    ],
  })
}
