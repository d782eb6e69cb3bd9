// What a capture of ours says of itself: in the comment of its first section, since packets cannot tell it. Written and read here alone.

/** A TCP connection of CH-1 that was there before the capture begins. Ends as {@link endText} writes them. */
export interface NotedConnection {
  readonly enabler: string
  readonly conn: number
  readonly local: string
  readonly remote: string
  readonly open: boolean
}

export interface CaptureNote {
  readonly schema: typeof CAPTURE_SCHEMA
  readonly sut: { readonly name: string; readonly version: string; readonly role: string }
  /** Digest of the profile of its run. */
  readonly profile: string
  /** Where it begins and ends, µs since 1970: nothing happened between its last packet and its end. */
  readonly beganUs: number
  readonly endedUs: number
  /** Nobody was in a conference at its beginning, and no accounting session was open: whatever is in it began in it. */
  readonly quiet: boolean
  /** Our ends of CH-1 → the name of the Charging Enabler there. */
  readonly enablers: Readonly<Record<string, string>>
  readonly connections: readonly NotedConnection[]
  /** When this machine ran late, µs since 1970, and by how much, µs. */
  readonly late: readonly (readonly [atUs: number, lagUs: number])[]
  /** How many packets were written: where there are fewer, it was cut, and its end is not known. Absent in captures of earlier suites. */
  readonly packets?: number
  /** Why something that crossed the boundary is not in it. */
  readonly lacks?: string
}

const CAPTURE_SCHEMA = 'ch1-capture/1'
const PREFIX = `${CAPTURE_SCHEMA} `

/** Direction of a packet in a capture of ours: bits 0 and 1 of pcapng's epb_flags. What comes in is from the SUT. */
export const CAPTURE_INBOUND = 1
export const CAPTURE_OUTBOUND = 2

/** The comment. */
export function noteText(note: Omit<CaptureNote, 'schema'>): string {
  return PREFIX + JSON.stringify({ schema: CAPTURE_SCHEMA, ...note })
}

/** The note among the comments of a section; undefined where a capture is not ours, or its comments were taken out. */
export function noteIn(comments: readonly string[]): CaptureNote | undefined {
  const text = comments.find((one) => one.startsWith(PREFIX))
  if (text === undefined) return undefined
  try {
    const note = JSON.parse(text.slice(PREFIX.length)) as CaptureNote
    return isNote(note) ? note : undefined
  } catch {
    return undefined // an edited note says nothing: the capture is read as one of others
  }
}

function isNote(note: Partial<Record<keyof CaptureNote, unknown>> | null): boolean {
  return (
    typeof note === 'object' &&
    note !== null &&
    Number.isSafeInteger(note.beganUs) &&
    Number.isSafeInteger(note.endedUs) &&
    typeof note.quiet === 'boolean' &&
    isObject(note.enablers) &&
    Object.values(note.enablers).every((one) => typeof one === 'string') &&
    typeof note.profile === 'string' &&
    isObject(note.sut) &&
    ['name', 'version', 'role'].every((key) => typeof (note.sut as Record<string, unknown>)[key] === 'string') &&
    Array.isArray(note.connections) &&
    note.connections.every(isConnection) &&
    Array.isArray(note.late) &&
    note.late.every((one) => Array.isArray(one) && one.length === 2 && one.every(Number.isFinite)) &&
    (note.packets === undefined || Number.isSafeInteger(note.packets)) &&
    (note.lacks === undefined || typeof note.lacks === 'string')
  )
}

function isConnection(one: unknown): boolean {
  return (
    isObject(one) &&
    ['enabler', 'local', 'remote'].every((key) => typeof one[key] === 'string') &&
    Number.isSafeInteger(one['conn']) &&
    typeof one['open'] === 'boolean'
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** `127.0.0.1:3868`, `[2001:db8:0:0:0:0:0:1]:3868`: the one form of an end, whatever wrote it. `address` has 4 or 16 octets. */
export function endText(address: Uint8Array, port: number): string {
  if (address.length === 4) return `${address.join('.')}:${port}`
  const groups: string[] = []
  for (let at = 0; at < 16; at += 2) groups.push((((address[at] ?? 0) << 8) | (address[at + 1] ?? 0)).toString(16))
  return `[${groups.join(':')}]:${port}`
}
