// freeDiameter over TLS from the first byte, certificates on both sides: it connects to the enabler, and our client connects to it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { COMMAND, DiameterClient, type PeerState } from '@ch1/diameter'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import { authority, OPENSSL, pemTexts } from './certificates'
import { folderWith, needs, until } from './foreign-process'
import { FREE_DIAMETER, freeDiameter } from './free-diameter'
import { Witness } from './witness'

const CDF = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }
const LIMIT_MS = 30_000

test('freeDiameter connects to the enabler over TLS with certificates on both sides: capabilities, watchdogs, DPR', async (t) => {
  if (!needs(t, { ...FREE_DIAMETER, ...OPENSSL })) return
  const trusted = authority()
  const seen = new Witness()
  const enabler = await ChargingEnabler.start({
    name: 'cdf1',
    host: '127.0.0.1',
    port: 0,
    identity: CDF,
    record: seen.record,
    tls: { ...pemTexts(trusted.issue(CDF.originHost)), requestCert: true },
  })
  const foreign = await freeDiameter({
    identity: 'fd4.foreign.example',
    realm: 'foreign.example',
    twSeconds: 6,
    tls: trusted.issue('fd4.foreign.example'),
    connectTo: [{ identity: CDF.originHost, port: enabler.port, tls: true }],
  })
  try {
    await foreign.open(CDF.originHost)
    await foreign.process.until(/Connected to 'cdf1\.charging\.example' \(TCP,TLS,/)
    assert.ok(await enabler.waitOpen(LIMIT_MS), seen.story())
    await enabler.watchdogs(LIMIT_MS)
    assert.equal(seen.count('fromSut', COMMAND.deviceWatchdog, false), 1, 'freeDiameter answers our watchdog')
    const itsOwn = (): boolean => seen.count('toSut', COMMAND.deviceWatchdog, false) >= 1
    assert.ok(await seen.until(itsOwn, LIMIT_MS), `a DWR of freeDiameter is answered\n${seen.story()}`)
    await foreign.process.stop()
    assert.ok(await seen.until(() => seen.states().includes('closed'), LIMIT_MS), seen.story())
    assert.deepEqual(seen.states(), ['connected', 'open', 'closing', 'closed'])
    assert.ok(seen.events.every((event) => !('flow' in event) || event.flow.transport === 'tls'))
  } finally {
    await foreign.process.stop()
    await enabler.close()
  }
})

test('freeDiameter with a certificate of an authority that the enabler does not know is not let in', async (t) => {
  if (!needs(t, { ...FREE_DIAMETER, ...OPENSSL })) return
  const trusted = authority()
  const seen = new Witness()
  const enabler = await ChargingEnabler.start({
    name: 'cdf1',
    host: '127.0.0.1',
    port: 0,
    identity: CDF,
    record: seen.record,
    tls: { ...pemTexts(trusted.issue(CDF.originHost)), requestCert: true },
  })
  // freeDiameter itself knows both authorities: the one of its own certificate and that of the enabler's.
  const own = authority().issue('fd5.foreign.example')
  const both = readFileSync(own.ca, 'utf8') + readFileSync(trusted.issue('fd5.foreign.example').ca, 'utf8')
  const stranger = { ...own, ca: path.join(folderWith({ 'both.pem': both }), 'both.pem') }
  const foreign = await freeDiameter({
    identity: 'fd5.foreign.example',
    realm: 'foreign.example',
    tls: stranger,
    connectTo: [{ identity: CDF.originHost, port: enabler.port, tls: true }],
  })
  try {
    await foreign.process.until(/Fatal GNUTLS error|TLS fatal alert/)
    assert.equal(enabler.openPeers(), 0)
    assert.ok(!seen.states().includes('open'), seen.story())
    assert.deepEqual(seen.messages('fromSut'), [])
  } finally {
    await foreign.process.stop()
    await enabler.close()
  }
})

test('our client connects to freeDiameter over TLS with certificates on both sides', async (t) => {
  if (!needs(t, { ...FREE_DIAMETER, ...OPENSSL })) return
  const trusted = authority()
  const foreign = await freeDiameter({
    identity: 'fd6.foreign.example',
    realm: 'foreign.example',
    tls: trusted.issue('fd6.foreign.example'),
    accept: ['ctf1.im.example'],
  })
  const states: PeerState[] = []
  const looks = new Set<() => void>()
  const came = (holds: () => boolean): Promise<boolean> =>
    until(holds, LIMIT_MS, (look) => {
      looks.add(look)
      return () => looks.delete(look)
    })
  const client = new DiameterClient({
    host: '127.0.0.1',
    port: foreign.securePort,
    identity: {
      originHost: 'ctf1.im.example',
      originRealm: 'im.example',
      productName: 'ch1-conformance test',
      vendorId: 0,
      supportedVendorIds: [10415],
      acctApplicationIds: [3],
    },
    tls: { ...pemTexts(trusted.issue('ctf1.im.example')), servername: 'fd6.foreign.example' },
    timers: { tcMs: 1_000, twMs: 60_000 },
    events: {
      state: (state) => {
        states.push(state)
        looks.forEach((look) => look())
      },
    },
  })
  try {
    client.start()
    assert.ok(await came(() => client.state === 'open'), foreign.process.output.slice(-4_000))
    await foreign.open('ctf1.im.example')
    await client.close()
    assert.ok(states.includes('closing') && states.at(-1) === 'closed', states.join(' '))
  } finally {
    await client.close()
    await foreign.process.stop()
  }
})
