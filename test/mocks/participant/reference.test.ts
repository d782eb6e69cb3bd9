// Participants against the reference IM server, over both wires: what each newer verb does to a conference, by SIP and by its records.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Participant } from '../../../mocks/participant'
import { ENGINES, NO_SIPP } from '../participant-bed'
import { referenceBed } from './reference-bed'
import type { ReferenceBed } from './reference-bed'
import { until } from '../until'

type Play = (bed: ReferenceBed) => Promise<void>

const LATEST_MS = 5_000

/** The one who opens a conference, and its focus. */
async function opened(bed: ReferenceBed, name: string): Promise<{ readonly opener: Participant; readonly focus: string }> {
  const opener = await bed.participant(name)
  await opener.do('creates')
  assert.deepEqual(opener.lastAnswer, { status: 200, reason: 'OK' })
  const { focus } = opener
  assert.match(focus ?? '', /conf-/)
  return { opener, focus: focus ?? '' }
}

async function becomes(who: Participant, what: 'in' | 'out' | 'informed' | 'ringing'): Promise<void> {
  assert.equal(await who.waitFor(what, LATEST_MS), true, `${who.name} is not ${what}`)
}

const plays: Readonly<Record<string, Play>> = {
  'adds one and a list, re-INVITEs, watches the roster, removes, crosses the BYE': async (bed) => {
    const { opener: alice } = await opened(bed, 'Alice')
    const [bob, carol, dave] = [await bed.participant('Bob'), await bed.participant('Carol'), await bed.participant('Dave')]
    await alice.do('adds', [bob.aor])
    await becomes(bob, 'in')
    await alice.do('adds', [carol.aor, dave.aor])
    await Promise.all([becomes(carol, 'in'), becomes(dave, 'in')])
    await alice.do('reinvites')
    assert.deepEqual(alice.lastAnswer, { status: 200, reason: 'OK' })
    await alice.do('subscribes')
    await becomes(alice, 'informed')
    const told = (): readonly string[] | undefined => alice.roster?.users.map(({ entity }) => entity).sort()
    await until(() => told()?.length === 4, told)
    assert.deepEqual(told(), [alice, bob, carol, dave].map(({ aor }) => aor).sort())
    await alice.do('removes', [bob.aor])
    await becomes(bob, 'out')
    await until(() => told()?.length === 3, told)
    assert.deepEqual(bed.flow('Bob').slice(-2), ['← BYE', '→ 200 BYE'])
    await carol.do('crosses', ['BYE'])
    await alice.do('removes', [carol.aor])
    await becomes(carol, 'out')
    await until(
      () => bed.flow('Carol').length === 7,
      () => bed.flow('Carol'),
    )
    assert.deepEqual(bed.flow('Carol').slice(3, 5), ['← BYE', '→ BYE'], 'they cross')
    assert.deepEqual([...bed.flow('Carol').slice(5)].sort(), ['← 200 BYE', '→ 200 BYE'])
    await until(() => told()?.length === 2, told)
    await alice.do('unsubscribes')
    await until(() => !alice.is('informed'))
    await dave.do('leaves')
    await becomes(dave, 'out')
    await alice.do('leaves')
    const bill = await bed.billed('Alice')
    assert.deepEqual([...bill.slice(2, 4)].map((line) => line.split(' ')[2]).sort(), ['carol', 'dave'])
    const counts = bill.map((line) => line.replace(/carol|dave/, 'both'))
    assert.deepEqual(counts, [
      ...['START 0 alice 0', 'INTERIM 1 bob 2', 'INTERIM 2 both 3', 'INTERIM 3 both 4'],
      ...['INTERIM 4 bob 3', 'INTERIM 5 both 2', 'INTERIM 6 both 1', 'STOP 7 alice -'],
    ])
  },
  'calls another user and cancels': async (bed) => {
    const [erin, frank] = [await bed.participant('Erin'), await bed.participant('Frank')]
    await frank.do('will', ['ring'])
    await erin.do('calls', [frank.aor])
    await becomes(frank, 'ringing')
    await erin.do('cancels')
    assert.deepEqual(erin.lastAnswer, { status: 487, reason: 'Request Terminated' })
    await Promise.all([becomes(erin, 'out'), becomes(frank, 'out')])
    await until(
      () => bed.flow('Frank').includes('← ACK'),
      () => bed.flow('Frank'),
    )
    assert.deepEqual(bed.bill('Erin'), [])
    await assert.rejects(erin.do('cancels'), { name: 'NotReached' })
  },
  'answers late, twice, and when the server gives up': async (bed) => {
    const { opener: gina } = await opened(bed, 'Gina')
    const [heidi, ivan, judy] = [await bed.participant('Heidi'), await bed.participant('Ivan'), await bed.participant('Judy')]
    await heidi.do('will', ['late', '200'])
    await gina.do('adds', [heidi.aor])
    await becomes(heidi, 'in')
    assert.deepEqual(bed.flow('Heidi'), ['← INVITE', '→ 180 INVITE', '→ 200 INVITE', '← ACK'])
    await ivan.do('will', ['twice'])
    await gina.do('adds', [ivan.aor])
    await becomes(ivan, 'in')
    await until(
      () => bed.times('Ivan', /^ACK/) >= 2,
      () => bed.flow('Ivan'),
    )
    await judy.do('will', ['late'])
    await gina.do('adds', [judy.aor])
    await until(
      () => bed.flow('Judy').includes('← ACK'),
      () => bed.flow('Judy'),
    )
    assert.deepEqual(bed.flow('Judy').slice(0, 4), ['← INVITE', '→ 180 INVITE', '← CANCEL', '→ 200 INVITE'])
    await becomes(judy, 'out')
    await ivan.do('leaves')
    await becomes(ivan, 'out')
    await heidi.do('leaves')
    await becomes(heidi, 'out')
    await gina.do('leaves')
    assert.deepEqual(await bed.billed('Gina'), [
      ...['START 0 gina 0', 'INTERIM 1 heidi 2', 'INTERIM 2 ivan 3', 'INTERIM 3 ivan 2', 'INTERIM 4 heidi 1', 'STOP 5 gina -'],
    ])
  },
  'never acknowledges': async (bed) => {
    const { opener: kate, focus } = await opened(bed, 'Kate')
    const leo = await bed.participant('Leo')
    await leo.do('withholds', ['ACK'])
    await leo.do('joins', [focus])
    assert.deepEqual(leo.lastAnswer, { status: 200, reason: 'OK' })
    await becomes(leo, 'out')
    await until(
      () => bed.flow('Leo').length === 4,
      () => bed.flow('Leo'),
    )
    assert.ok(bed.times('Leo', /^SIP\/2\.0 200/) > 5, 'the server repeats its 200 for 64·T1')
    assert.deepEqual(bed.flow('Leo'), ['→ INVITE', '← 200 INVITE', '← BYE', '→ 200 BYE'])
    await kate.do('leaves')
    // LV-07: the reference counts from its 200, ACK or not.
    assert.deepEqual(await bed.billed('Kate'), ['START 0 kate 0', 'INTERIM 1 leo 2', 'INTERIM 2 leo 1', 'STOP 3 kate -'])
  },
}

/** What SIPp cannot carry. */
const onSockets: Readonly<Record<string, Play>> = {
  'forks: one of the two is in, the other is acknowledged and sent away': async (bed) => {
    const { opener: mia } = await opened(bed, 'Mia')
    const nick = await bed.participant('Nick')
    await nick.do('will', ['fork'])
    await mia.do('adds', [nick.aor])
    await becomes(nick, 'in')
    await until(
      () => bed.flow('Nick').includes('→ 200 BYE'),
      () => bed.flow('Nick'),
    )
    assert.equal(nick.is('in'), true, 'one leg is left')
    await nick.do('leaves')
    await becomes(nick, 'out')
    await mia.do('leaves')
    assert.deepEqual(await bed.billed('Mia'), ['START 0 mia 0', 'INTERIM 1 nick 2', 'INTERIM 2 nick 1', 'STOP 3 mia -'])
  },
}

for (const engine of ENGINES) {
  const skip = engine === 'sipp' && NO_SIPP
  test(`${engine}: against the reference server`, { timeout: 60_000, concurrency: true, skip }, async (t) => {
    const bed = await referenceBed(t, engine)
    const all = Object.entries(engine === 'socket' ? { ...plays, ...onSockets } : plays)
    await Promise.all(all.map(([says, play]) => t.test(says, () => play(bed))))
  })
}
