// What the participating function charges: a session for each served user, or one for each conference, by messages towards the controlling function.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConferenceEvent, ConferenceEventKind } from '../../../sut/im-server/conference/conference-event'
import { ParticipatingTrigger } from '../../../sut/im-server/participating/participating-trigger'
import { Bed, BOUNDED, GROUP } from './bed'

for (const as of ['proxy', 'b2bua'] as const) {
  test(
    `${as}, a session for each conference: INTERIM for the 200s and BYEs that go to the focus, START and STOP around them`,
    BOUNDED,
    async (t) => {
      const bed = await Bed.inside(t, { as, callId: 'new', accounting: 'conference' })
      const names = ['alice', 'bob', 'carol', 'dave'] as const
      const [alice, bob, carol, dave] = await Promise.all(names.map((name) => bed.client(t, name)))
      assert.ok(alice && bob && carol && dave)
      const dialog = await alice.joins(GROUP)
      await bed.recordTexts(1)
      await bed.focus.do('invites', [bob.aor, GROUP])
      await bed.recordTexts(2)
      const carols = await carol.joins(GROUP) // her 200 comes from the focus: it makes no INTERIM
      await bed.focusSees(carol, 'in')
      await bed.focus.do('invites', [dave.aor, GROUP])
      await bed.recordTexts(3)
      await bed.focus.do('expels', [bob.aor])
      await bed.recordTexts(4)
      await carols.bye()
      await bed.recordTexts(5)
      await dialog.bye()
      await bed.recordTexts(6)
      await dave.accepted[0]?.bye()
      assert.deepEqual(await bed.recordTexts(7), [
        'START 0 alice 1',
        'INTERIM 1 bob 2',
        'INTERIM 2 dave 4',
        'INTERIM 3 bob 3',
        'INTERIM 4 carol 2',
        'INTERIM 5 alice 1',
        'STOP 6 dave -',
      ])
      assert.equal(new Set(bed.records.map(({ session }) => session)).size, 1)
      assert.deepEqual(
        bed.records.map(({ method }) => method),
        ['INVITE', 'INVITE', 'INVITE', 'BYE', 'BYE', 'BYE', 'BYE'],
      )
      await bed.nothingMore(t, 7, /^START 0 zoe 1/)
      assert.equal(
        new Set(bed.records.map(({ session }) => session)).size,
        2,
        'the next life of the conference is another session',
      )
    },
  )
}

test(
  'a session for each user: two users of one conference have a session each, and a second session of a user is no arrival',
  BOUNDED,
  async (t) => {
    const bed = await Bed.inside(t)
    const [alice, bob] = [await bed.client(t, 'alice'), await bed.client(t, 'bob')]
    const first = await alice.joins(GROUP)
    await bed.recordTexts(1)
    await bob.joins(GROUP)
    await bed.recordTexts(2)
    const second = await alice.joins(GROUP)
    await first.bye()
    await bed.nothingMore(t, 2, /^START 0 zoe/)
    await second.bye()
    const texts = await bed.recordTexts(5)
    assert.deepEqual([texts[0], texts[1], texts[4]], ['START 0 alice -', 'START 0 bob -', 'STOP 1 alice -'])
    const [start, bobs, , , stop] = bed.records
    assert.equal(start?.session, stop?.session)
    assert.notEqual(start?.session, bobs?.session)
    assert.deepEqual(
      bed.records.map(({ role }) => role),
      [0, 0, 0, 0, 0],
    )
  },
)

test('a Charging Enabler that does not answer holds up nobody', BOUNDED, async (t) => {
  const bed = await Bed.inside(t)
  bed.enabler.on({}).ignore()
  const alice = await bed.client(t, 'alice')
  const dialog = await alice.joins(GROUP)
  assert.equal((await dialog.bye()).status, 200)
  await bed.focusSees(alice, 'out')
  assert.deepEqual(await bed.recordTexts(1), ['START 0 alice -'])
})

const CALM: readonly ConferenceEventKind[] = [
  ...(['invitationSent', 'ringing', 'invitationGivenUp', 'inviteeRefused', 'inviteeCancelled', 'answeredTooLate'] as const),
  ...(['joinRefused', 'sessionRefreshed', 'leaveAnswered', 'expelSent', 'ended'] as const),
]
for (const accounting of ['user', 'conference'] as const) {
  test(`by ${accounting}: refusals, ringing, refreshes and what only begins make no record`, () => {
    for (const kind of CALM) assert.deepEqual(new ParticipatingTrigger(accounting).recordsOf(event(kind)), [], kind)
  })
}

function event(kind: ConferenceEventKind): ConferenceEvent {
  const at = new Date(0)
  const leg = { user: 'sip:a@home.example', callId: 'c', callingParty: 'unknown', calledParty: GROUP, origin: 'joined' } as const
  return {
    ...{ kind, conference: GROUP, at, leg, method: 'INVITE', requestAt: at, invited: 0 },
    ...{ attached: [], attachedBefore: [], ends: false },
  }
}
