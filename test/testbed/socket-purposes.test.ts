// Purposes that SIPp cannot carry: listed with what they need, on sockets under --engine sipp, and labelled in the history.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WireAbility } from '../../mocks/participant'
import { SOCKET_PURPOSES, whySockets } from '../../testbed/socket-purposes'
import { NO_SIPP } from '../mocks/participant-bed'
import { castBed } from './cast-bed'

/** spec/sipp-control.md §8, one line each, as far as a test purpose can need it. */
const REASONS: Readonly<Record<WireAbility, RegExp>> = {
  raw: /start line/,
  tls: /TLS/,
  sameCallIdTwice: /From or To tags/,
  exactTiming: /few ms/,
}

test('every entry is a purpose of the catalogue, once, with the reason that its need has', () => {
  const ids = SOCKET_PURPOSES.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(ids.length > 0)
  for (const { id, needs } of SOCKET_PURPOSES) {
    assert.match(id, /^TP_[A-Z]{3,4}_\d{3}$/)
    assert.match(whySockets(id) ?? '', REASONS[needs])
  }
  assert.equal(whySockets('TP_ARR_001'), undefined)
})

test(
  'under SIPp its participants stand on sockets and can fork; those of the next purpose on SIPp',
  { skip: NO_SIPP },
  async (t) => {
    const { cast, facts } = await castBed(t, { engine: 'sipp' })
    cast.whySockets = whySockets('TP_NEG_011')
    await (await cast.member('Bob')).do('will', ['fork'])
    await cast.dismiss()
    cast.whySockets = whySockets('TP_ARR_001')
    await cast.member('Bob')
    const wires = facts.flatMap((fact) => (fact.kind === 'wire' && fact.state === 'started' ? [[fact.engine, fact.why]] : []))
    assert.deepEqual(wires, [
      ['socket', whySockets('TP_NEG_011')],
      ['sipp', undefined],
    ])
  },
)
