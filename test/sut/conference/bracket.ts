// Proof that no further record came: every session has its STOP, and a whole other life was charged before and after that.
import { brief, type SeenRecord } from '../surroundings'
import type { Meeting } from '../running-server'

/** All records so far, of conferences which must have ended and of messages, once a conference that began after them is charged too. */
export async function charged(around: Meeting): Promise<readonly SeenRecord[]> {
  await anotherLife(around, 'zed')
  const { records } = around.enabler
  const isStopped = (session: string): boolean =>
    records.some((record) => record.session === session && (record.type === 'STOP' || record.type === 'EVENT'))
  await around.enabler.until(
    () => records.every(({ session }) => isStopped(session)),
    () => `the STOP of each session, seen: ${brief(records).join(', ')}`,
  )
  await anotherLife(around, 'zoe')
  const own = records.filter(({ of }) => of === 'zed' || of === 'zoe').map(({ session }) => session)
  return records.filter(({ session }) => !own.includes(session))
}

/** The same in short: `INTERIM 1 bob 2`. */
export async function bill(around: Meeting): Promise<readonly string[]> {
  return brief(await charged(around))
}

async function anotherLife(around: Meeting, user: string): Promise<void> {
  const { records } = around.enabler
  const stops = (): number => records.filter(({ type, of }) => type === 'STOP' && of === user).length
  const before = stops()
  const life = await around.enter(user, 'sip:factory@im.example')
  await life.dialog.bye()
  await around.enabler.until(
    () => stops() > before,
    () => `the STOP of ${user}, seen: ${brief(records).join(', ')}`,
  )
}
