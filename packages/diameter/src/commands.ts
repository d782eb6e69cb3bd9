// The numbers of the protocol that are not AVPs: commands, applications, result codes, reasons to disconnect.

/** Command codes (RFC 6733 §3.1). */
export const COMMAND = { capabilitiesExchange: 257, accounting: 271, deviceWatchdog: 280, disconnectPeer: 282 } as const

/** Application ids (RFC 6733 §2.4): base messages, base accounting, and what a relay advertises. */
export const APPLICATION = { base: 0, accounting: 3, relay: 0xffff_ffff } as const

/** Result-Code values (RFC 6733 §7.1), without the prefix DIAMETER_. */
export const RESULT = {
  SUCCESS: 2001,
  LIMITED_SUCCESS: 2002,
  COMMAND_UNSUPPORTED: 3001,
  UNABLE_TO_DELIVER: 3002,
  REALM_NOT_SERVED: 3003,
  TOO_BUSY: 3004,
  LOOP_DETECTED: 3005,
  REDIRECT_INDICATION: 3006,
  APPLICATION_UNSUPPORTED: 3007,
  INVALID_HDR_BITS: 3008,
  INVALID_AVP_BITS: 3009,
  UNKNOWN_PEER: 3010,
  OUT_OF_SPACE: 4002,
  ELECTION_LOST: 4003,
  AVP_UNSUPPORTED: 5001,
  UNKNOWN_SESSION_ID: 5002,
  INVALID_AVP_VALUE: 5004,
  MISSING_AVP: 5005,
  RESOURCES_EXCEEDED: 5006,
  CONTRADICTING_AVPS: 5007,
  AVP_NOT_ALLOWED: 5008,
  AVP_OCCURS_TOO_MANY_TIMES: 5009,
  NO_COMMON_APPLICATION: 5010,
  UNSUPPORTED_VERSION: 5011,
  UNABLE_TO_COMPLY: 5012,
  INVALID_BIT_IN_HEADER: 5013,
  INVALID_AVP_LENGTH: 5014,
  INVALID_MESSAGE_LENGTH: 5015,
  INVALID_AVP_BIT_COMBO: 5016,
  NO_COMMON_SECURITY: 5017,
} as const

/** Disconnect-Cause values (RFC 6733 §5.4.3). */
export const DISCONNECT_CAUSE = { rebooting: 0, busy: 1, doNotWantToTalkToYou: 2 } as const

const COMMAND_NAMES: Readonly<Record<number, readonly [name: string, short: string]>> = {
  257: ['Capabilities-Exchange', 'CE'],
  258: ['Re-Auth', 'RA'],
  271: ['Accounting', 'AC'],
  272: ['Credit-Control', 'CC'],
  274: ['Abort-Session', 'AS'],
  275: ['Session-Termination', 'ST'],
  280: ['Device-Watchdog', 'DW'],
  282: ['Disconnect-Peer', 'DP'],
}

/** `Accounting-Request (ACR)`; `Command 999 request` for a command without a name here. */
export function commandName(commandCode: number, request: boolean): string {
  const [name, short] = COMMAND_NAMES[commandCode] ?? []
  if (name === undefined) return `Command ${commandCode} ${request ? 'request' : 'answer'}`
  return request ? `${name}-Request (${short}R)` : `${name}-Answer (${short}A)`
}
