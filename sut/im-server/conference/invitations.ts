// The open invitations of one session: one for each user, told as they go, given up together.
import type { HeaderList, InviteDialog, SipResponse } from '@ch1/sip'
import type { Attendance, Happening } from './attendance'
import type { LegFacts } from './conference-event'
import type { FocusSurroundings } from './focus-surroundings'
import { Invitation } from './invitation'

/** What to ask, and who wants to know how it goes. Exactly one of `arrived` and `failed` is called, once. */
export interface Asking {
  readonly user: string
  /** Who invites, as address of record. */
  readonly from: string
  readonly headers?: HeaderList
  readonly ringing?: () => void
  readonly arrived: (facts: LegFacts, dialog: InviteDialog, response: SipResponse, happening: Happening) => void
  readonly failed: (status: number, reason: string) => void
}

/** Those who were asked and have not answered. */
export class Invitations {
  private readonly around: FocusSurroundings
  private readonly attendance: Attendance
  private readonly contact: string
  private readonly open = new Map<string, Invitation>()

  /** @param contact of the focus, towards the SIP/IP core */
  constructor(o: { around: FocusSurroundings; attendance: Attendance; contact: string }) {
    this.around = o.around
    this.attendance = o.attendance
    this.contact = o.contact
  }

  get size(): number {
    return this.open.size
  }

  has(user: string): boolean {
    return this.open.has(user)
  }

  /** Sends the INVITE. A failure to send is told like a refusal, with 503. */
  ask(asking: Asking): void {
    try {
      const invitation = this.send(asking)
      this.open.set(asking.user, invitation)
      this.attendance.expect(invitation.facts)
      this.attendance.tell('invitationSent', invitation.facts, { method: 'INVITE', requestAt: invitation.sentAt })
    } catch (error) {
      this.around.log(`cannot invite ${asking.user}: ${String(error)}`)
      asking.failed(503, 'Service Unavailable')
    }
  }

  /** Gives one up, if it is open. */
  cancel(user: string): void {
    this.open.get(user)?.cancel()
  }

  cancelAll(): void {
    for (const invitation of this.open.values()) invitation.cancel()
  }

  private send({ user, from, headers = [], ringing, arrived, failed }: Asking): Invitation {
    const { attendance, around } = this
    const asked = (): Happening => ({ method: 'INVITE', requestAt: invitation.sentAt })
    const answered = (status: number): Happening => ({ ...asked(), responseAt: around.now(), status })
    const invitation: Invitation = new Invitation({
      ...{ user, from, headers, around, contact: this.contact },
      on: {
        ringing: () => {
          attendance.tell('ringing', invitation.facts, asked())
          ringing?.()
        },
        givenUp: () => attendance.tell('invitationGivenUp', invitation.facts, { ...asked(), method: 'CANCEL' }),
        arrived: (dialog, response) => {
          this.open.delete(user)
          arrived(invitation.facts, dialog, response, answered(response.status))
        },
        failed: ({ status, reason, cancelled }) => {
          this.open.delete(user)
          attendance.tell(cancelled ? 'inviteeCancelled' : 'inviteeRefused', invitation.facts, answered(status))
          failed(status, reason)
        },
        tooLate: ({ status }) => attendance.tell('answeredTooLate', invitation.facts, answered(status)),
      },
    })
    return invitation
  }
}
