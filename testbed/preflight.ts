// The short trial before the first scenario: is the Diameter peer open, does one arrival work? Looks at SIP only, never at records.
import { PREFLIGHT } from '../judge/verdicts'
import { hostPort } from '../mocks/sip-core'
import type { Testbed } from './testbed'

export type PreflightResult =
  | { readonly state: 'ready' }
  /** The SUT answers, but the runs would prove nothing: every purpose is inconclusive. */
  | { readonly state: 'hindered'; readonly reason: string; readonly mend: string }
  /** The SUT does not answer at all: a matter of configuration. */
  | { readonly state: 'silent'; readonly reason: string; readonly mend: string }

const CALLER = 'Preflight-Caller'
const GUEST = 'Preflight-Guest'

/** Runs the trial as a scenario of its own in the history. */
export async function preflight(testbed: Testbed): Promise<PreflightResult> {
  testbed.beginScenario(PREFLIGHT, 'Diameter peer open, one trial arrival', 1)
  let result: PreflightResult
  try {
    result = await trial(testbed)
  } catch (error) {
    if (!testbed.isAborted) testbed.trouble('error', error) // a stored run must tell it too
    throw error
  }
  if (result.state !== 'ready') testbed.trouble('inconclusive', new Error(`${result.reason}. ${result.mend}`))
  await testbed.drain()
  const { demands } = await testbed.endScenario()
  if (demands.length > 0) result = { state: 'hindered', reason: 'the preflight made demands', mend: 'this is a mistake of ours' }
  return result
}

async function trial(testbed: Testbed): Promise<PreflightResult> {
  const { profile } = testbed.plan
  const { preflightMs } = profile.timers
  await testbed.ready(CALLER, GUEST)
  const open = testbed.waitPeerOpen(preflightMs)
  if (testbed.hasOwnFocus) await testbed.command(CALLER, 'joins', [profile.addresses.factory])
  else await testbed.command(CALLER, 'creates', [`@${GUEST}`])
  const answer = await testbed.lastAnswer(CALLER)
  const { sip } = testbed.sut
  if (answer === undefined) {
    return {
      state: 'silent',
      reason: `the SUT at ${hostPort(sip)} (${sip.transport ?? 'UDP'}) did not answer an INVITE to ${profile.addresses.factory}${testbed.atCore()}`,
      mend: 'Start it, and check --sut (or addresses.sut in the profile) and that its outbound proxy is our --listen-sip',
    }
  }
  if (answer.status >= 300) {
    return {
      state: 'hindered',
      reason: `the SUT refused the trial INVITE to ${profile.addresses.factory} with ${answer.status} ${answer.reason}`,
      mend: 'Check addresses.factory, templates.inviteHeaders and templates.contactParams in the profile (LV-27: a missing service header or feature tag is refused at the door)',
    }
  }
  if (testbed.hasOwnFocus) {
    if (!(await testbed.isInBeyond(CALLER, preflightMs)))
      return {
        state: 'hindered',
        reason: `the SUT accepted the trial INVITE, and it did not reach our controlling function within ${preflightMs} ms${testbed.atCore()}`,
        mend: `Check that the SUT is a participating function, and passes on what goes to ${profile.addresses.factory} by our --listen-sip`,
      }
    await testbed.controlling('invites', [`@${GUEST}`])
  }
  if (!(await testbed.reached([CALLER, GUEST], preflightMs))) {
    return {
      state: 'hindered',
      reason: `the trial arrival did not succeed: the SUT accepted the conference, but its invitation of ${await testbed.aor(GUEST)} was not answered and acknowledged within ${preflightMs} ms${testbed.atCore()}`,
      mend: testbed.hasOwnFocus
        ? `Check that the SUT passes INVITEs on, both ways, by our --listen-sip, and that it serves ${profile.addresses.users}`
        : 'Check that the SUT sends its requests to our --listen-sip (Route or outbound proxy) and supports URI lists (RFC 5366)',
    }
  }
  if (!(await open)) {
    return {
      state: 'hindered',
      reason: `no CH-1 peer opened within ${preflightMs} ms: the SUT did not connect, or its CER was refused`,
      mend:
        testbed.plan.binding === 'http'
          ? 'Point the SUT at our --listen-ch1 with HTTP/2 (prior knowledge) or HTTP/1.1'
          : `Point the SUT's Diameter Rf peer at our --listen-ch1, realm ${profile.enabler.originRealm}, application 3`,
    }
  }
  return { state: 'ready' }
}
