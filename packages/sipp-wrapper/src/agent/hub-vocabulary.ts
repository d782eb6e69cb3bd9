// What the hub scenario can say and hear: the methods and status codes that have a block of their own, and the field separator.

/** Methods the hub can send; SIPp wants the method literally in its scenario, so each has its own block. */
export const hubMethods = [
  ...['INVITE', 'ACK', 'BYE', 'CANCEL', 'REFER', 'NOTIFY', 'SUBSCRIBE', 'OPTIONS'],
  ...['INFO', 'UPDATE', 'MESSAGE', 'PRACK', 'REGISTER', 'PUBLISH'],
] as const

/** Status codes the hub can send, for the same reason. It hears any code. */
export const hubStatusCodes: readonly number[] = [
  ...[100, 180, 181, 182, 183, 199, 200, 202, 204, 300, 301, 302, 305, 380],
  ...[400, 401, 402, 403, 404, 405, 406, 407, 408, 410, 412, 413, 414, 415, 416, 417, 420, 421, 422, 423, 424, 428, 429, 433],
  ...[436, 437, 438, 439, 440, 469, 470, 480, 481, 482, 483, 484, 485, 486, 487, 488, 489, 491, 493, 494],
  ...[500, 501, 502, 503, 504, 505, 513, 580, 600, 603, 604, 606, 607],
]

/**
 * The byte between the fields of a command: 0xFE, which valid UTF-8 never contains, and a letter in the scenario's ISO-8859-1.
 * A message that does contain it cannot be carried.
 */
export const fieldSeparator = 0xfe
