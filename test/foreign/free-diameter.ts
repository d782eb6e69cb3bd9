// Starts freeDiameterd with a configuration made for one test: no SCTP, no IPv6, ports of its own.
import { ForeignProcess, folderWith } from './foreign-process'
import { freeTcp } from '../conformance/outside-server'

/** What a test skips without. */
export const FREE_DIAMETER = { freeDiameterd: 'freediameterd' } as const

/** Certificate, key and authority, as paths of PEM files. */
export interface PemFiles {
  readonly cert: string
  readonly key: string
  readonly ca: string
}

/** A peer that freeDiameter connects to. */
export interface PeerToConnect {
  readonly identity: string
  readonly port: number
  /** TLS from the first byte, RFC 6733 §2.2. */
  readonly tls?: boolean
  /** Realm of the peer; needed for routing only. */
  readonly realm?: string
}

/** How it is configured. */
export interface FreeDiameterOptions {
  readonly identity: string
  readonly realm: string
  /** Tw in seconds; freeDiameter takes 6 at least, RFC 3539 §3.4.1. */
  readonly twSeconds?: number
  /** Tc in seconds: the pause before it connects again. */
  readonly tcSeconds?: number
  readonly connectTo?: readonly PeerToConnect[]
  /** Identities that may connect without TLS. */
  readonly accept?: readonly string[]
  /** Other extensions by file name, with the text of their configuration. */
  readonly extensions?: readonly { readonly file: string; readonly configuration?: string }[]
  readonly tls?: PemFiles
}

/** A running freeDiameter. */
export interface FreeDiameter {
  readonly process: ForeignProcess
  readonly port: number
  /** The secure port; 0 without TLS. */
  readonly securePort: number
  /** Waits for a line saying that the peer reached STATE_OPEN. */
  open(identity: string, withinMs?: number): Promise<void>
}

/** Starts it, and waits until it is initialised. */
export async function freeDiameter(o: FreeDiameterOptions): Promise<FreeDiameter> {
  const port = await freeTcp()
  const securePort = o.tls === undefined ? 0 : await freeTcp()
  const files: Record<string, string> = {}
  const extensions = [...(o.extensions ?? [])]
  // acl_wl: ALLOW_IPSEC takes a CER without TLS from the identities that follow.
  if (o.accept !== undefined) extensions.push({ file: 'acl_wl.fdx', configuration: `ALLOW_IPSEC ${o.accept.join(' ')}\n` })
  const loads = extensions.map(({ file, configuration }) => {
    if (configuration === undefined) return `LoadExtension = "${file}";`
    const name = `${file.replace(/\W/g, '_')}.conf`
    files[name] = configuration
    return `LoadExtension = "${file}" : "./${name}";`
  })
  files['freeDiameter.conf'] = [
    `Identity = "${o.identity}";`,
    `Realm = "${o.realm}";`,
    `Port = ${port};`,
    `SecPort = ${securePort};`,
    'No_SCTP;',
    'No_IPv6;',
    `TwTimer = ${o.twSeconds ?? 30};`,
    `TcTimer = ${o.tcSeconds ?? 6};`,
    ...(o.tls === undefined ? [] : [`TLS_Cred = "${o.tls.cert}", "${o.tls.key}";`, `TLS_CA = "${o.tls.ca}";`]),
    ...loads,
    ...(o.connectTo ?? []).map(
      (peer) =>
        `ConnectPeer = "${peer.identity}" { ConnectTo = "127.0.0.1"; Port = ${peer.port}; ${peer.tls === true ? '' : 'No_TLS; '}${peer.realm === undefined ? '' : `Realm = "${peer.realm}"; `}};`,
    ),
    '',
  ].join('\n')
  const program = new ForeignProcess('freeDiameterd', ['-c', './freeDiameter.conf'], folderWith(files))
  await program.until(/daemon initialized/)
  return {
    process: program,
    port,
    securePort,
    open: async (identity, withinMs = 30_000) => {
      await program.until(new RegExp(`-> 'STATE_OPEN'\\s+'${identity.replaceAll('.', '\\.')}'`), withinMs)
    },
  }
}
