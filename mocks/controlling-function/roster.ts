// Who is in which conference of the mock, who is being invited or waits for an answer, and who waits for a change of it.
import type { IncomingInvite, InviteDialog, OutgoingInvite, Timers } from '@ch1/sip'

/** What one can wait for of a user: an INVITE from or to it has no final answer; its leg was ACKed; nothing of it is left. */
export type Standing = 'waiting' | 'in' | 'out'

/** A conference of this controlling function. */
export interface Conference {
  /** `sip:conf-1@im.example`: From and P-Asserted-Identity of its invitations. */
  readonly aor: string
  /** Its Contact, with `isfocus` (RFC 4579 §4). */
  readonly contact: string
}

/** One user in a conference, by one dialog. */
export interface Member {
  readonly conference: Conference
  readonly dialog: InviteDialog
  state: 'answered' | 'confirmed' | 'leaving'
}

/** What one user has going on here. */
interface Entry {
  members: Member[]
  asked: { readonly incoming: IncomingInvite; readonly conference: Conference } | undefined
  called: { readonly outgoing: OutgoingInvite; readonly conference: Conference } | undefined
}

/** The state of the mock; every change goes through here, so that waiting needs no polling. */
export class Roster {
  readonly #timers: Timers
  readonly #users = new Map<string, Entry>()
  readonly #looks = new Set<() => void>()

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** How many users have something going on. */
  get size(): number {
    return this.#users.size
  }

  /** The users who are in a conference now, by address of record. */
  usersIn(conference: Conference): readonly string[] {
    return [...this.#users].flatMap(([user, { members }]) =>
      members.some((one) => one.conference === conference && one.state === 'confirmed') ? [user] : [],
    )
  }

  /** The youngest leg of a user that is not leaving. */
  memberOf(user: string): Member | undefined {
    return this.#users.get(user)?.members.findLast((member) => member.state !== 'leaving')
  }

  askedBy(user: string): Entry['asked'] {
    return this.#users.get(user)?.asked
  }

  calledTo(user: string): Entry['called'] {
    return this.#users.get(user)?.called
  }

  /** Changes what a user has going on; the entry goes when nothing is left. */
  change(user: string, edit: (entry: Entry) => void): void {
    const entry = this.#users.get(user) ?? { members: [], asked: undefined, called: undefined }
    edit(entry)
    if (entry.members.length === 0 && entry.asked === undefined && entry.called === undefined) this.#users.delete(user)
    else this.#users.set(user, entry)
    for (const look of [...this.#looks]) look()
  }

  is(user: string, what: Standing): boolean {
    const entry = this.#users.get(user)
    if (what === 'out') return entry === undefined
    if (what === 'in') return entry?.members.some((member) => member.state === 'confirmed') === true
    return entry?.asked !== undefined || entry?.called !== undefined
  }

  /** True as soon as it is so; false after `withinMs`. */
  wait(isSo: () => boolean, withinMs: number): Promise<boolean> {
    if (isSo()) return Promise.resolve(true)
    return new Promise((resolve) => {
      const settle = (answer: boolean): void => {
        this.#looks.delete(look)
        this.#timers.clear(timer)
        resolve(answer)
      }
      const look = (): void => {
        if (isSo()) settle(true)
      }
      const timer = this.#timers.set(withinMs, () => settle(false))
      this.#looks.add(look)
    })
  }
}
