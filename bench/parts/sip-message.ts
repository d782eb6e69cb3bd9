// The INVITE that the bench `sip` is about: about 900 bytes, as a participant sends it to join a conference.

/** The bytes. `i` makes Call-ID, tag, branch and MSRP path its own; `port` is where its sender is. */
export function typicalInvite(i = 1, port = 5062): Buffer {
  const id = i.toString(16).padStart(12, '0')
  const sdp = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    'm=message 9 TCP/MSRP *',
    'a=accept-types:text/plain message/cpim',
    `a=path:msrp://127.0.0.1:9/${id};tcp`,
    'a=setup:active',
    '',
  ].join('\r\n')
  const head = [
    'INVITE sip:conf-1@im.example SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${id}${id}`,
    'Max-Forwards: 70',
    `From: "Alice Liddell" <sip:alice-0-1@home.example>;tag=${id}`,
    'To: <sip:conf-1@im.example>',
    `Call-ID: ${id}${id}@127.0.0.1`,
    'CSeq: 1 INVITE',
    `Contact: <sip:alice-0-1@127.0.0.1:${port}>;+g.oma.sip-im`,
    'Accept-Contact: *;+g.oma.sip-im;require;explicit',
    'Allow: INVITE, ACK, CANCEL, BYE, REFER, NOTIFY, SUBSCRIBE, UPDATE, OPTIONS, MESSAGE, INFO',
    'Supported: timer, 100rel, norefersub',
    'User-Agent: ch1-conformance',
    'Content-Type: application/sdp',
    `Content-Length: ${Buffer.byteLength(sdp)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${sdp}`, 'latin1')
}
