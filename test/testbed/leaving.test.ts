// At the end of a scenario everybody leaves who is in, also who has only just come.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_SIPP } from '../mocks/participant-bed'
import { castBed } from './cast-bed'

for (const engine of ['socket', 'sipp'] as const)
  test(
    `${engine}: whose ACK is still on its way leaves too`,
    { timeout: 20_000, skip: engine === 'sipp' && NO_SIPP },
    async (t) => {
      const { cast, focus } = await castBed(t, { engine })
      const bob = await cast.member('Bob')
      assert.equal((await focus.invite(bob.aor).final).status, 200)
      await cast.leave() // the focus has its 200; its ACK to Bob has not been read yet
      assert.equal(bob.is('out'), true)
      assert.equal(focus.requests.filter(({ method }) => method === 'BYE').length, 1)
    },
  )
