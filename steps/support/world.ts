// What a step can say: reach a state, do something; what it can demand is in demanding-world.ts. One world a scenario, one testbed a worker.
import { setWorldConstructor } from '@cucumber/cucumber'
import type { Owed } from '../../judge/history/events'
import { SUT } from '../../testbed'
import { TestbedError } from '../../mocks/testbed-error'
import { subscribed } from './conference-package'
import { DemandingWorld } from './demanding-world'
import type { Move } from './random-moves'
import { Inconclusive } from './verdict-errors'

/** User part of the group that a scenario has the server make. */
const GROUP = 'team'

export class ConformanceWorld extends DemandingWorld {
  /** The Charging Enabler that the scenario did something to. */
  struck: string | undefined

  /** `creator` makes a conference and everybody named is in. Not reaching that is inconclusive. */
  async conference(creator: string, members: readonly string[], ringing: readonly string[] = []): Promise<void> {
    await this.testbed.ready(creator, ...members, ...ringing)
    for (const name of ringing) await this.testbed.command(name, 'will', ['ring'])
    if (this.testbed.hasOwnFocus) return this.conferenceBeyond(creator, members, ringing)
    await this.testbed.command(
      creator,
      'creates',
      [...members, ...ringing].map((name) => `@${name}`),
    )
    await this.in([creator, ...members])
    for (const name of ringing) await this.mustRing(name)
  }

  /** The same where the controlling function is ours: it invites the members through the SUT, one after the other. */
  private async conferenceBeyond(creator: string, members: readonly string[], ringing: readonly string[]): Promise<void> {
    await this.testbed.command(creator, 'joins', [this.testbed.plan.profile.addresses.factory])
    await this.in([creator])
    for (const name of [...members, ...ringing]) {
      await this.invited(name, creator)
      await (ringing.includes(name) ? this.mustRing(name) : this.in([name]))
    }
  }

  /** Our controlling function invites `name` to the conference of `creator`, through the SUT. */
  async invited(name: string, creator: string): Promise<void> {
    await this.testbed.controlling('invites', [`@${name}`, await this.focus(creator)])
  }

  /** Waits until all of them are in, by SIP alone. */
  async in(names: readonly string[]): Promise<void> {
    if (await this.testbed.reached(names, this.givenMs)) return
    const answers = await Promise.all(names.map(async (name) => ({ name, answer: await this.testbed.lastAnswer(name) })))
    const refused = answers.find(({ answer }) => (answer?.status ?? 0) >= 300)
    throw new Inconclusive(
      `${names.join(', ')} were not all in the conference within ${this.givenMs} ms${refused ? `; the SUT answered ${refused.name} ${refused.answer?.status} ${refused.answer?.reason}` : ''}`,
    )
  }

  async mustRing(name: string): Promise<void> {
    if (!(await this.testbed.rings(name, this.givenMs)))
      throw new Inconclusive(`the SUT did not invite ${name} within ${this.givenMs} ms`)
  }

  async out(name: string): Promise<void> {
    if (!(await this.testbed.isOut(name, this.givenMs)))
      throw new Inconclusive(`${name} was not out of the conference within ${this.givenMs} ms`)
  }

  /** The controlling function, ours, has the answer to its BYE; not reaching that is inconclusive. */
  async outBeyond(name: string): Promise<void> {
    await this.out(name)
    if (!(await this.testbed.isOutBeyond(name, this.givenMs)))
      throw new Inconclusive(`the SUT passed no answer of ${name} to the controlling function within ${this.givenMs} ms`)
  }

  do(name: string, verb: string, ...args: readonly string[]): Promise<void> {
    return this.testbed.command(name, verb, args)
  }

  /** Does it, and wants a 2xx to it: anything else leaves the scenario without its ground. */
  async doAccepted(name: string, verb: string, ...args: readonly string[]): Promise<void> {
    await this.do(name, verb, ...args)
    const answer = await this.testbed.lastAnswer(name)
    if (answer !== undefined && answer.status < 300) return
    const said = answer === undefined ? 'gave no answer' : `answered ${answer.status} ${answer.reason}`
    throw new Inconclusive(`${name} ${verb}: the SUT ${said}`)
  }

  /** Does it, and wants it refused: a 2xx leaves the scenario without its ground. */
  async doRefused(name: string, verb: string, ...args: readonly string[]): Promise<void> {
    await this.do(name, verb, ...args)
    const answer = await this.testbed.answered(name, this.givenMs)
    if (answer !== undefined && answer.status >= 300) return
    const said = answer === undefined ? 'gave no answer' : `answered ${answer.status} ${answer.reason}`
    throw new Inconclusive(`${name} ${verb}: the SUT was to refuse, and ${said}`)
  }

  /** The server has a pre-arranged group of these users. */
  async group(names: readonly string[]): Promise<void> {
    const members = await Promise.all(names.map((name) => this.testbed.aor(name)))
    await this.testbed.decides({ groups: [{ name: GROUP, members }] })
  }

  /** `name` calls the group; its members are invited, and these let it ring. */
  async groupSession(name: string, ringing: readonly string[]): Promise<void> {
    for (const one of ringing) await this.do(one, 'will', 'ring')
    const domain = this.testbed.plan.profile.addresses.factory.replace(/^.*@/, '')
    await this.do(name, 'joins', `sip:${GROUP}@${domain}`)
    await this.in([name])
    for (const one of ringing) await this.mustRing(one)
  }

  /** The server gave its invitation up as it was answered, and ends what came of it. */
  async releasedAtOnce(name: string): Promise<void> {
    await this.in([name])
    await this.out(name)
  }

  /** SUBSCRIBE to the conference package, which the SUT may not have; waits for the first roster where it has. */
  async asksForRoster(name: string, creator: string): Promise<'subscribed' | 'no such package'> {
    await this.do(name, 'subscribes', await this.focus(creator))
    const outcome = subscribed(name, await this.testbed.lastAnswer(name))
    if (outcome === 'subscribed') await this.informed(name)
    return outcome
  }

  /** Waits until the focus told a whole roster. */
  async informed(name: string): Promise<void> {
    if (!(await this.testbed.isInformed(name, this.givenMs)))
      throw new Inconclusive(`the SUT told ${name} no roster within ${this.givenMs} ms`)
  }

  /** The focus of a conference, as SIP told its creator. */
  async focus(name: string): Promise<string> {
    const focus = await this.testbed.focusOf(name)
    if (focus === undefined) throw new Inconclusive(`${name} knows no focus: the SUT's 200 OK bore no Contact`)
    return focus
  }

  /** Its MSRP connection with the SUT ends, and it says nothing by SIP; one that is not there cannot be lost. */
  async losesMsrp(name: string): Promise<void> {
    if (!(await this.testbed.losesMsrp(name, this.givenMs)))
      throw new Inconclusive(`the SUT opened no MSRP connection to ${name} within ${this.givenMs} ms`)
  }

  async expel(name: string, from: string): Promise<void> {
    await this.testbed.command(SUT, 'expel', [await this.focus(from), `@${name}`])
  }

  /** `name` leaves as the last, and the SUT restarts with the STOP of that on its way; then the Charging Enablers take records again. */
  async restartsAsLeaves(name: string): Promise<void> {
    const { charging, enablers } = this.testbed
    const leaving = async (): Promise<void> => {
      await this.do(name, 'leaves')
      await this.out(name)
    }
    if (!(await enablers.endsBy(leaving)))
      throw new Inconclusive(`no STOP came as ${name} left, so none was on its way at a restart`)
    await enablers.go()
    await this.testbed.command(SUT, 'restart')
    await charging.calm()
  }

  /** One move of a random conference, until SIP shows it. */
  async moves(move: Move, focus: string): Promise<void> {
    const { kind, who } = move
    switch (kind) {
      case 'leaves':
        await this.do(who, 'leaves')
        return this.out(who)
      case 'crosses':
        await this.do(who, 'crosses', 'BYE')
        await this.testbed.command(SUT, 'expel', [focus, `@${who}`])
        return this.out(who)
      case 'expelled':
        await this.testbed.command(SUT, 'expel', [focus, `@${who}`])
        return this.out(who)
      case 'joins':
        await this.do(who, 'joins', focus)
        return this.in([who])
      case 'added':
        await this.testbed.ready(who)
        await this.do(who, 'will', 'accept')
        await this.do(move.by, 'adds', `@${who}`)
        return this.in([who])
      case 'refuses':
        await this.testbed.ready(who)
        await this.do(who, 'will', 'ring')
        await this.do(move.by, 'adds', `@${who}`)
        await this.mustRing(who)
        await this.do(who, 'refuses', '486')
        return this.do(who, 'will', 'accept')
    }
  }

  /** Many users join the conference of `creator` and leave it. Not reaching that is inconclusive. */
  async crowd(size: number, creator: string): Promise<void> {
    const problems = await this.testbed.crowd(size, await this.focus(creator))
    if (problems.length > 0) throw new Inconclusive(`the crowd of ${size} did not come and go as planned: ${problems.join('; ')}`)
  }

  /** What the server does as a neighbour of the Charging Enabler that was struck last. */
  async neighbour(rule: string, does: Extract<Owed, { what: 'peer' }>['does']): Promise<void> {
    await this.demand(rule, { of: 'fault', who: this.struckOne }, { what: 'peer', does }, 'P-DELAY', 'met')
  }

  /** The Charging Enabler that the scenario did something to. */
  get struckOne(): string {
    if (this.struck !== undefined) return this.struck
    throw new TestbedError({
      what: 'no Charging Enabler was struck',
      where: this.testPurpose,
      mend: 'say first what befalls one',
    })
  }

  /** This Charging Enabler, to which the SUT must have a connection: else there is nothing that could befall it. */
  connectedOne(name: string | undefined): string {
    if (name !== undefined && this.testbed.charging.openPeers(name) > 0) return name
    throw new Inconclusive(
      `the SUT has no connection to the Charging Enabler ${name ?? '?'}: does it know its address, and want it?`,
    )
  }

  /** A Charging Enabler that the SUT is connected to, other than this one. */
  connectedBeside(inUse: string): string {
    const { charging } = this.testbed
    return this.connectedOne(charging.names.find((name) => name !== inUse && charging.openPeers(name) > 0) ?? 'beside ' + inUse)
  }

  /** Waits until the SUT has a connection to this Charging Enabler. */
  async connects(name: string): Promise<void> {
    if (!(await this.testbed.enablers.connects(name)))
      throw new Inconclusive(`the SUT did not connect to the Charging Enabler ${name} again within one and a half Tc`)
  }

  /** This Charging Enabler connects to the SUT itself. */
  async calledBy(name: string): Promise<void> {
    const { sut, charging } = this.testbed
    if (sut.diameter === undefined) throw new Inconclusive('the SUT does not say where its Diameter node listens')
    const { host, port } = sut.diameter
    try {
      await charging.connect(name, { host, port })
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new Inconclusive(`nobody takes a Diameter connection at ${host}:${port} (addresses.diameter): ${why}`)
    }
  }

  /** The Charging Enabler that the SUT uses now, once nothing of what happened so far is due any more. */
  async enablerInUse(): Promise<string> {
    const name = await this.testbed.enablers.inUse()
    if (name === undefined) throw new Inconclusive('the SUT has sent no record so far: no Charging Enabler is in use')
    return name
  }
}

setWorldConstructor(ConformanceWorld)
