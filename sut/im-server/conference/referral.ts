// REFER to the focus (RFC 3515, RFC 4579 §5.5, RFC 5368): what is asked for each target, and what the referrer is told.
import { aorOf, parseUri, type HeaderList, type IncomingRefer, type ReferProgress, type ReferTarget } from '@ch1/sip'

/** How one target fared, as a SIP status. */
export type Outcome = (status: number, reason: string) => void

/** What the focus does for a REFER. */
export interface ReferralActions {
  /** Invites the user. @param headers of its INVITE: who referred, where the REFER told it */
  invite(user: string, outcome: Outcome, headers: HeaderList): void
  /** Sends BYE to the user. */
  expel(user: string, outcome: Outcome): void
  /** The 202 was sent; nothing is done yet. */
  accepted(): void
  log(line: string): void
}

/** The status to refuse it with, because of its targets; undefined: all of them can be served. */
export function refusalOf(targets: readonly ReferTarget[]): number | undefined {
  for (const { uri, method } of targets) {
    if (!isSip(uri)) return 416
    // RFC 4579 §5.5, §5.11 — a focus invites and removes; it sends nothing else for others.
    if (!['INVITE', 'BYE'].includes(method.toUpperCase())) return 403
  }
  return undefined
}

/** Accepts the REFER and serves every target. @param contact of the 202; none where the agent writes its own */
export function serveReferral(incoming: IncomingRefer, contact: string | undefined, act: ReferralActions): void {
  const progress = incoming.accept({ headers: contact === undefined ? [] : [['Contact', contact]] })
  act.accepted()
  const told = new Told(incoming.targets.length, progress, (line) => act.log(line))
  const referredBy = incoming.request.header('Referred-By')
  const headers: HeaderList = referredBy === undefined ? [] : [['Referred-By', referredBy]]
  for (const { uri, method } of incoming.targets) {
    const outcome: Outcome = (status, reason) => told.note(status, reason)
    if (method.toUpperCase() === 'BYE') act.expel(aorOf(uri), outcome)
    else act.invite(aorOf(uri), outcome, headers)
  }
}

// RFC 3515 §2.4.7 — one final status. Of a list (RFC 5368 says nothing of NOTIFYs) it is a 2xx if anybody's was.
class Told {
  private open: number
  private readonly progress: ReferProgress | undefined
  private readonly log: (line: string) => void
  private best: { readonly status: number; readonly reason: string } | undefined

  constructor(open: number, progress: ReferProgress | undefined, log: (line: string) => void) {
    this.open = open
    this.progress = progress
    this.log = log
  }

  note(status: number, reason: string): void {
    this.open -= 1
    if (this.best === undefined || status < this.best.status) this.best = { status, reason }
    if (this.open > 0 || this.progress === undefined) return
    // The subscription is gone with a referrer who has left.
    if (this.progress.end !== undefined) return
    this.progress
      .tell(this.best.status, this.best.reason)
      .catch((error: unknown) => this.log(`NOTIFY of a REFER: ${String(error)}`))
  }
}

function isSip(uri: string): boolean {
  const { scheme } = parseUri(uri)
  return scheme === 'sip' || scheme === 'sips'
}
