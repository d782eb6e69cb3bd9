// The profile: what the vendor declares of the SUT (PICS), where it is (topology, addresses), and how it was tuned (PIXIT).
// Every choice also takes `unknown`: then every legal behaviour is accepted, must be consistent, and is reported.
import { z } from 'zod'

const ms = z.number().int().min(0).max(600_000)
const file = z.string().min(1).max(4_096)
const claim = z.enum(['yes', 'no', 'unknown'])
const uri = z.string().regex(/^sips?:[^\s<>"]+$/, 'a SIP URI such as sip:factory@im.example')
const headerField = z.tuple([
  z.string().regex(/^[A-Za-z0-9!%*_+`'~.-]+$/, 'a header field name'),
  z.string().regex(/^[^\r\n]*$/, 'one line'),
])

const host = z.string().regex(/^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])$/, 'a host')
const functionAddress = z
  .string()
  .regex(/^[!-~]{1,200}$/, 'an address such as cdf1.charging.example or aaa://cdf1.charging.example')
const share = z.number().min(0).max(1).default(0)
const shares = z
  .strictObject({
    loss: share,
    duplication: share,
    delay: share,
    /** A message is held until the next one overtook it, or for delayMs. */
    reordering: share,
    delayMs: z.number().int().min(1).max(10_000).default(50),
  })
  .refine((one) => one.loss + one.duplication + one.delay + one.reordering <= 1, 'the shares are more than 1 together')
  .prefault({})

/** What makes the SUT act where SIP cannot ask for it. `{conference}` and `{user}` are filled in where a user is expelled. */
const deadline = (defaultMs: number) => z.number().int().min(100).max(600_000).default(defaultMs)
const trigger = z.union(
  [
    /** A program and its arguments, started without a shell. */
    z.strictObject({ command: z.array(z.string().max(4_096)).min(1).max(64), deadlineMs: deadline(10_000) }),
    /** A line for /bin/sh: it finds CH1_CONFERENCE and CH1_USER in its environment; nothing is filled in. */
    z.strictObject({ shell: z.string().min(1).max(4_096), deadlineMs: deadline(10_000) }),
    z.strictObject({
      http: z.strictObject({
        method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE', 'GET']).default('POST'),
        url: z
          .string()
          .regex(/^https?:\/\/[^\s]+$/, 'an http or https URL')
          .max(4_096),
        /** `{env.NAME}` in a value is taken from the environment: a profile stands in every history, a secret must not. */
        headers: z.array(headerField).max(20).default([]),
        body: z.string().max(65_536).optional(),
        /** Any 2xx where absent. */
        expect: z.array(z.number().int().min(100).max(599)).min(1).max(20).optional(),
      }),
      deadlineMs: deadline(10_000),
    }),
    /** The tester is asked at the terminal and presses Enter. */
    z.strictObject({ prompt: z.string().min(1).max(500), deadlineMs: deadline(120_000) }),
  ],
  'one of: command: [program, …] · shell: line · http: { url: … } · prompt: text; each with deadlineMs if need be',
)

export const profileSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9._-]{1,60}$/, 'letters, digits, dot, dash or underscore'),
  sut: z.strictObject({
    name: z.string().min(1).max(120),
    version: z.string().max(120).default('unknown'),
    role: z.enum(['controlling', 'participating']).default('controlling'),
  }),
  /** What lies between us and the SUT; a purpose that needs more than the topology leaves is not applicable. */
  topology: z
    .strictObject({
      sip: z.enum(['direct', 'proxy', 'b2bua']).default('direct'),
      ch1: z.enum(['direct', 'agent']).default('direct'),
      use: z.enum(['exclusive', 'shared']).default('exclusive'),
    })
    .prefault({}),
  addresses: z.strictObject({
    /** Next hop towards the SUT; not used with the embedded reference. */
    sut: uri.default('sip:127.0.0.1:5060'),
    factory: uri,
    /** LV-22: where the domain names in the SUT's Contacts and Routes are, as no name server is asked: `10.0.0.7` or `10.0.0.7:5062`. */
    hosts: z
      .record(
        z.string().regex(/^[A-Za-z0-9.-]{1,255}$/, 'a domain name'),
        z
          .string()
          .regex(/^([0-9.]+(:\d{1,5})?|[0-9A-Fa-f:.]+|\[[0-9A-Fa-f:.]+\]:\d{1,5})$/, 'an IP address, with or without a port'),
      )
      .default({}),
    /**
     * PEM files of the core, where `sut` is reached by TLS; relative to the profile. Without them a certificate is made for the run.
     * With `ca` the SUT must show a certificate that it signed, for `servername` or the host of `sut`; without, any is taken.
     */
    tls: z
      .strictObject({ cert: file, key: file, ca: file.optional(), servername: z.string().min(1).max(255).optional() })
      .optional(),
    /**
     * TP_PEER_011: HOST:PORT at which the Diameter node that connects to the Charging Enablers listens itself. Not told where it only connects, and
     * where several processes share an Origin-Host: each may have a connection of its own then (RFC 6733 §2.1).
     */
    diameter: z
      .string()
      .regex(/^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}$/, 'HOST:PORT, an IPv6 host in brackets')
      .optional(),
    /** Domain of the participants. */
    users: z
      .string()
      .regex(/^[A-Za-z0-9.-]+$/, 'a domain')
      .default('home.example'),
    /** Base URL of the SUT's control hook (POST <control>/expel). */
    control: z.url().optional(),
    /** What the hook takes: POST <control>/expel; with `decide` also POST <control>/policy, what the operator decides of conferences to come. */
    controlTakes: z.array(z.enum(['expel', 'decide'])).default(['expel']),
  }),
  /** How an outside SUT is made to do what only it can start. `addresses.control` goes first for expulsions. */
  triggers: z.strictObject({ expel: trigger.optional(), restart: trigger.optional() }).prefault({}),
  enabler: z
    .strictObject({
      originHost: z.string().default('cdf1.charging.example'),
      originRealm: z.string().default('charging.example'),
      /** Acct-Interim-Interval, in seconds, where a purpose is about interims by time (RFC 6733 §9.8.2): such a one lasts two or three of them. */
      interimIntervalS: z.number().int().min(1).max(3_600).default(10),
    })
    .prefault({}),
  /** What the SIP/IP core writes into the messages of participants, as an S-CSCF does towards an application server. */
  core: z
    .strictObject({
      /** insert: takes out what a participant says in the network's name and writes it anew; pass: leaves all as it is. */
      networkHeaders: z.enum(['insert', 'pass']).default('insert'),
      /** RFC 7315 §4.6: host of icid-generated-at; not written where absent. */
      icidGeneratedAt: host.optional(),
      /** orig-ioi of the participants' dialogs; the domain of the participant where absent. */
      origIoi: host.optional(),
      /** term-ioi in the participants' answers; not written where absent. */
      termIoi: host.optional(),
      /** LV-29: charging data functions in P-Charging-Function-Addresses, the primary one first; the header is not written without any. */
      ccf: z.array(functionAddress).max(4).default([]),
      ecf: z.array(functionAddress).max(4).default([]),
    })
    .prefault({}),
  /** Trouble between the core and the SUT, the same for the same seed: shares of all messages of a direction. Off by default. */
  impairment: z
    .strictObject({ seed: z.number().int().min(0).max(4_294_967_295).default(1), toSut: shares, fromSut: shares })
    .prefault({}),
  /** SIP timers of the participants (RFC 3261 §17) and how long we wait for preconditions. */
  timers: z
    .strictObject({
      t1Ms: ms.min(100).default(500),
      t2Ms: ms.default(4_000),
      t4Ms: ms.default(5_000),
      givenMs: ms.default(40_000),
      preflightMs: ms.default(35_000),
    })
    .prefault({}),
  /** How the SUT's Rf client is tuned; the embedded reference is started so. What is left out is unknown. */
  charging: z
    .strictObject({
      /** Tc: pause between attempts to connect (RFC 6733 §12). */
      tcMs: ms.min(1).optional(),
      /** Tw: silence after which a watchdog is sent (RFC 3539 §3.4.1). */
      twMs: ms.min(10).optional(),
      /** 3GPP TS 32.299 §6.1.3.2: how long an answer may take before the record is sent again, and how often it is. */
      resendMs: ms.min(1).optional(),
      resends: z.number().int().min(0).max(100).optional(),
    })
    .prefault({}),
  windows: z
    .strictObject({
      /** P-DELAY: a record is due so long after the proof that its trigger was received. No document gives a maximum. */
      'P-DELAY': ms.default(2_000),
      /** P-QUIET: "no record" is watched for so long. */
      'P-QUIET': ms.default(2_000),
      /** P-RESEND: how long a record may wait until it is sent again, to the same enabler or to another. */
      'P-RESEND': ms.default(60_000),
      /** P-LINGER: how long after the last departure the STOP may come when the server keeps an empty conference. */
      'P-LINGER': ms.default(5_000),
      /** Outputs of the SUT on different sockets are never ordered below this (LV-02). */
      grain: ms.default(50),
      /** Where the trigger is an output of the SUT, its record may leave so much earlier (LV-01). */
      early: ms.default(500),
    })
    .prefault({}),
  /** PICS: what the SUT claims. */
  pics: z
    .strictObject({
      'arrival-trigger': claim.default('yes'),
      'departure-trigger': claim.default('yes'),
      refer: claim.default('yes'),
      /** RFC 4575: a user may subscribe to who is in. */
      'conference-package': claim.default('unknown'),
      /** A MESSAGE outside any dialog is passed on to its user, or to all others in a conference (RFC 3428). */
      'pager-mode': claim.default('unknown'),
      /** The server connects to the MSRP path of whom it invites (RFC 4975). */
      msrp: claim.default('unknown'),
      /** A user may call another one: the server passes the call on, and is no focus between the two. */
      'one-to-one': claim.default('unknown'),
      /** LV-19: a record without an answer is sent again (TS 32.299 §6.1.3.2 says *may*). */
      retransmission: claim.default('unknown'),
      /** More than one Charging Enabler (RFC 6733 §9.4: a client supports failover). */
      failover: claim.default('unknown'),
      /** RFC 6733 §9.4: records without an answer outlive the server, and are sent when it is up again. */
      'non-volatile-buffer': claim.default('unknown'),
      /** RFC 6733 §9.8.7, which TS 32.299 does not use. */
      'Accounting-Realtime-Required': claim.default('no'),
      'Number-Of-Participants': claim.default('unknown'),
      'SIP-Method': claim.default('unknown'),
      'IMS-Charging-Identifier': claim.default('unknown'),
      'User-Session-Id': claim.default('unknown'),
      'Application-Service-Type': claim.default('unknown'),
      'PoC-Server-Role': claim.default('unknown'),
      'Event-Timestamp': claim.default('unknown'),
      'Time-Stamps': claim.default('unknown'),
      'Calling-Party-Address': claim.default('unknown'),
      'Cause-Code': claim.default('unknown'),
      /** Records of a conference count its messages. */
      'IM-Information': claim.default('unknown'),
      'Total-Number-Of-Messages-Exploded': claim.default('unknown'),
      'Inter-Operator-Identifier': claim.default('unknown'),
      'SDP-Media-Component': claim.default('unknown'),
    })
    .prefault({}),
  /** PIXIT: choices the documents leave open (ch1-facts §3.2, legal-variants). */
  choices: z
    .strictObject({
      /** LV-10: is a user who joins by its own INVITE charged? */
      'P-JOIN': z.enum(['charged', 'not-charged', 'unknown']).default('unknown'),
      /** LV-11: what the last leaver makes. */
      'P-LAST': z.enum(['stop', 'interim-then-stop', 'unknown']).default('unknown'),
      /** LV-07: interim for an expulsion at its BYE or at the 2xx to it. */
      'P-DEP-POINT': z.enum(['bye', '2xx', 'unknown']).default('unknown'),
      /** LV-13: whether an expulsion that no 2xx answers is charged. */
      'P-DEP-NO200': z.enum(['interim', 'none', 'unknown']).default('unknown'),
      /** LV-06: START at the 2xx or at its ACK. */
      'P-START': z.enum(['2xx', 'ack', 'unknown']).default('unknown'),
      /** LV-07: the interim of a user who joins by its own INVITE at the 2xx or at its ACK. */
      'P-ARR-POINT': z.enum(['2xx', 'ack', 'unknown']).default('unknown'),
      /** LV-15: one accounting session a conference, or one a participant. */
      'P-GRAN': z.enum(['conference', 'leg', 'unknown']).default('conference'),
      /** LV-14: Number-Of-Participants counts users or their endpoints. */
      'P-COUNT': z.enum(['users', 'endpoints', 'unknown']).default('unknown'),
      /** Number-Of-Participants counts the focus too. */
      'P-FOCUS': z.enum(['excluded', 'included', 'unknown']).default('unknown'),
      /** LV-17: record numbers from 0 by 1, or only growing. */
      'P-NUM': z.enum(['from-0-by-1', 'growing', 'unknown']).default('unknown'),
      /** LV-09: an EVENT for refused invitations and other transactions. */
      'P-EVT-FAIL': z.enum(['sent', 'not-sent', 'unknown']).default('unknown'),
      /** LV-09: an EVENT for each pager-mode MESSAGE that is accepted. */
      'P-EVT-MSG': z.enum(['sent', 'not-sent', 'unknown']).default('unknown'),
      /** LV-09: an EVENT for each that is passed on and fails. */
      'P-EVT-MSG-FAIL': z.enum(['sent', 'not-sent', 'unknown']).default('unknown'),
      /** LV-08: interims by time, independent of arrivals and departures: also unasked, only where a Response asks (RFC 6733 §9.8.2), or never. */
      'P-PERIODIC': z.enum(['sent', 'asked', 'not-sent', 'unknown']).default('unknown'),
      /** Correlation rule C9: whose Call-ID and ICID an interim carries, of the leg that made it or of the first leg. */
      'P-LEG': z.enum(['trigger-leg', 'initial-leg', 'unknown']).default('unknown'),
      /** What becomes of records that no enabler takes: all are kept in their order (TS 32.299 §6.1.3.1), a newer interim replaces an older one (RFC 6733 §9.5), or none is kept. */
      'P-BUF': z.enum(['all-in-order', 'overwrite', 'none', 'unknown']).default('unknown'),
      /** What a permanent failure does to the users (RFC 6733 §8.2). */
      'P-5XXX': z.enum(['ignore', 'disconnect-user', 'unknown']).default('unknown'),
    })
    .prefault({}),
  /** What participants show to a server that challenges them, and whether they register. */
  account: z
    .strictObject({
      /** yes: each participant registers when it starts, and what is not answered by a 2xx is a precondition not reached. */
      register: z.enum(['yes', 'no']).default('no'),
      /** URI of the registrar; `sip:` and the users' domain where absent. */
      registrar: uri.optional(),
      /** Seconds asked for. */
      expiresS: z.number().int().min(60).max(86_400).default(600),
      /** User name in a digest (RFC 3261 §22); `{user}` is the user part of the participant's address. */
      username: z
        .string()
        .regex(/^[!-~]{1,120}$/, 'a user name without blanks')
        .default('{user}'),
      /**
       * Name of the environment variable that holds the password: histories embed the profile, so a password never stands in it. Without
       * one, 401 and 407 are final.
       */
      passwordVariable: z
        .string()
        .regex(/^[A-Z][A-Z0-9_]{0,60}$/, 'the name of an environment variable such as CH1_SIP_PASSWORD')
        .optional(),
    })
    .prefault({}),
  /** What participants write into their SIP messages. */
  templates: z
    .strictObject({
      userAgent: z.string().default('ch1-conformance'),
      inviteHeaders: z.array(headerField).max(20).default([]),
      contactParams: z
        .string()
        .regex(/^(;[^\s,<>"]+(="[^"]*")?)*$/, 'header parameters such as ;+g.oma.sip-im')
        .default(';+g.oma.sip-im'),
      /** LV-28: whether a participant answers who connects to its MSRP path; without a sink the path leads nowhere. */
      media: z.enum(['sink', 'none']).default('sink'),
    })
    .prefault({}),
})

/** A whole profile, every default filled in. */
export type Profile = z.infer<typeof profileSchema>
/** The SUT's choice names. */
export type ChoiceName = keyof Profile['choices']

/** Reads profile values that were already validated once, for example from a history. Throws zod's error otherwise. */
export function profileOf(values: unknown): Profile {
  return profileSchema.parse(values)
}
