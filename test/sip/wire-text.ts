// SIP written as lines in tests.

/** Lines → bytes with CRLF, an empty line, and the body; one byte a character. */
export function wire(lines: readonly string[], body = ''): Uint8Array {
  return new Uint8Array(Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1'))
}

/** A plain request with the mandatory header fields; more may follow. */
export function requestBytes(method: string, more: readonly string[] = [], body = ''): Uint8Array {
  return wire(
    [
      `${method} sip:bob@home.example SIP/2.0`,
      'Via: SIP/2.0/UDP 192.0.2.9:5099;branch=z9hG4bKwire1',
      'From: "Alice" <sip:alice@home.example>;tag=a1',
      'To: <sip:bob@home.example>',
      'Call-ID: c1@192.0.2.9',
      `CSeq: 7 ${method}`,
      'Contact: <sip:alice@192.0.2.9:5099>',
      ...more,
    ],
    body,
  )
}
