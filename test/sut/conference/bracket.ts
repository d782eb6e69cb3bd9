// Proof that no further record came: a whole other life is charged after the one that is looked at.
import { brief, type SeenRecord } from '../surroundings'
import type { Meeting } from '../running-server'

/** All records of the conferences so far, once a conference that began and ended after them is charged too. */
export async function charged(around: Meeting): Promise<readonly SeenRecord[]> {
  const last = await around.enter('zed', 'sip:factory@im.example')
  await last.dialog.bye()
  const { records } = around.enabler
  await around.enabler.until(
    () => records.some(({ type, of }) => type === 'STOP' && of === 'zed'),
    () => `the STOP of the bracket, seen: ${brief(records).join(', ')}`,
  )
  const own = records.filter(({ of }) => of === 'zed').map(({ session }) => session)
  return records.filter(({ session }) => !own.includes(session))
}

/** The same in short: `INTERIM 1 bob 2`. */
export async function bill(around: Meeting): Promise<readonly string[]> {
  return brief(await charged(around))
}
