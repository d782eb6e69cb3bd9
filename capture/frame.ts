// What a capture file gives, whatever its format: frames in the order of the file, and what it says beside them.

/** One captured frame. */
export interface Frame {
  readonly kind: 'frame'
  /** As Wireshark counts them: from 1, over the whole file. */
  readonly number: number
  /** Where its block begins, for messages. */
  readonly where: string
  /** µs since 1970. */
  readonly atUs: number
  readonly linkType: number
  readonly bytes: Uint8Array
  /** The frame was longer than what was stored of it. */
  readonly isCut: boolean
  /** Frames lost between the one before it and this one, as the capturing program says. */
  readonly dropped: number
  /** pcapng's epb_flags; 0 where there are none. */
  readonly flags: number
}

/** A new section begins; its comments. */
export interface Section {
  readonly kind: 'section'
  readonly comments: readonly string[]
}

/** The capturing program lost frames somewhere on this interface. */
export interface Losses {
  readonly kind: 'losses'
  readonly where: string
  readonly frames: number
}

export type CaptureItem = Frame | Section | Losses
