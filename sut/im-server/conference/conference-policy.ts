// What the operator of the conference server decides: groups and rooms, limits, who may do what, when a session is released.
import type { SessionPolicy } from '@ch1/sip'

/** A group whose members are invited when one of them calls its URI. */
export interface PreArrangedGroup {
  /** User part of its URI. */
  readonly name: string
  /** Addresses of record. */
  readonly members: readonly string[]
}

/** Whom the server asks for credentials, and what it expects. */
export interface ChallengePolicy {
  readonly realm: string
  /** Password of each user, by address of record; one who is not here does not get in. */
  readonly passwords: Readonly<Record<string, string>>
}

/** Credentials of the server itself, for those who ask it. */
export interface ServerCredentials {
  readonly username: string
  readonly password: string
  /** Only for this realm; without it for every one. */
  readonly realm?: string | undefined
}

/** Everything that may be decided. Times in ms. */
export interface ConferencePolicy {
  readonly groups: readonly PreArrangedGroup[]
  /** User parts of the URIs of join-in chats: anyone may come, nobody is invited. */
  readonly chats: readonly string[]
  /** Users in one session, those who are being invited included. */
  readonly maximumUsers: number
  /** How one too many is refused. */
  readonly fullStatus: 486 | 503
  /** With fewer users left, and nobody being invited, the session is released; 0: only when nobody is left. */
  readonly minimumUsers: number
  /** The session is released when the one who opened it leaves. */
  readonly releasesWithOwner: boolean
  /**
   * `counted`: those who are released depart one by one, the last one ends the session. `silent`: the departure that causes
   * the release ends the session, the others' BYEs are only its consequence.
   */
  readonly release: 'counted' | 'silent'
  /** Who may come back by its own INVITE after it was in. */
  readonly rejoin: 'anyone' | 'notExpelled' | 'nobody'
  /** Whose REFER is served. */
  readonly mayRefer: 'anyone' | 'owner' | 'nobody'
  /** `connects`: the server connects to the MSRP path of whom it invites (RFC 4975 §5.4); `none`: messages go by SIP alone. */
  readonly msrp: 'none' | 'connects'
  /** How long a user may stay before the server sends it away; without it for ever. */
  readonly longestStayMs?: number | undefined
  /** Session timers (RFC 4028) on every leg; without it the server has none. */
  readonly sessionTimer?: SessionPolicy | undefined
  /** Offers 100rel in its invitations (RFC 3262). */
  readonly reliableProvisional: boolean
  readonly challenge?: ChallengePolicy | undefined
  readonly credentials?: ServerCredentials | undefined
}

/** The policy where nothing is decided: everybody may do everything, a session lives until its last BYE. */
export const OPEN_POLICY: ConferencePolicy = {
  groups: [],
  chats: [],
  maximumUsers: 1000,
  fullStatus: 486,
  minimumUsers: 0,
  releasesWithOwner: false,
  release: 'counted',
  rejoin: 'anyone',
  mayRefer: 'anyone',
  msrp: 'none',
  reliableProvisional: false,
}
