// REFER within a conference's dialog (RFC 3515, RFC 4579): what is asked, and the NOTIFYs that tell how it goes.
import { aorOf, parseNameAddr, parseUri, type InviteDialog, type SipRequest } from '@ch1/sip'
import { requires } from './recipient-list'

/** What a REFER asks of the focus; or the status it is to be refused with. */
export type Referral =
  | { readonly ok: true; readonly method: 'INVITE' | 'BYE'; readonly user: string; readonly notify: boolean }
  | { readonly ok: false; readonly status: number; readonly headers?: readonly (readonly [string, string])[] }

/** Reads a REFER. RFC 3515 §2.4.2: exactly one Refer-To, else 400. */
export function referralOf(request: SipRequest): Referral {
  // RFC 5368 — REFER to a list is an extension this focus does not have.
  if (requires(request, 'multiple-refer')) return { ok: false, status: 420, headers: [['Unsupported', 'multiple-refer']] }
  const targets = request.all('Refer-To')
  if (targets.length !== 1) return { ok: false, status: 400 }
  try {
    const uri = parseUri(parseNameAddr(targets[0] ?? '').uri)
    if (uri.scheme !== 'sip' && uri.scheme !== 'sips') return { ok: false, status: 416 }
    const method = (uri.params.get('method') ?? 'INVITE').toUpperCase()
    if (method !== 'INVITE' && method !== 'BYE') return { ok: false, status: 403 }
    // RFC 4488 §4 — Refer-Sub: false asks for no implicit subscription.
    const notify = request.header('Refer-Sub')?.split(';')[0]?.trim().toLowerCase() !== 'false'
    return { ok: true, method, user: aorOf(uri.text), notify }
  } catch {
    return { ok: false, status: 400 }
  }
}

/** The implicit subscription of one REFER: tells its dialog the first and the last status line. */
export class ReferProgress {
  private readonly dialog: InviteDialog
  private readonly event: string
  private readonly log: (line: string) => void
  private last: Promise<unknown> = Promise.resolve()

  constructor(dialog: InviteDialog, refer: SipRequest, log: (line: string) => void) {
    this.dialog = dialog
    // RFC 3515 §2.4.6 — the id tells several REFERs of one dialog apart.
    this.event = `refer;id=${refer.cseq?.number ?? 0}`
    this.log = log
  }

  /** NOTIFY 100, the subscription goes on. RFC 3515 §2.4.4: sent at once. */
  trying(): void {
    this.notify('active;expires=60', 'SIP/2.0 100 Trying')
  }

  /** NOTIFY with the final status; the subscription is over. RFC 3515 §2.4.7 */
  finished(status: number, reason: string): void {
    this.notify('terminated;reason=noresource', `SIP/2.0 ${status} ${reason}`)
  }

  // One after the other: over UDP two NOTIFYs in flight could arrive in the wrong order.
  private notify(state: string, statusLine: string): void {
    this.last = this.last
      .then(() => this.send(state, statusLine))
      .catch((error: unknown) => this.log(`NOTIFY of a REFER: ${String(error)}`))
  }

  private async send(state: string, statusLine: string): Promise<void> {
    if (this.dialog.ended) return
    await this.dialog.send('NOTIFY', {
      headers: [
        ['Event', this.event],
        ['Subscription-State', state],
      ],
      contentType: 'message/sipfrag;version=2.0',
      body: `${statusLine}\r\n`,
    })
  }
}
