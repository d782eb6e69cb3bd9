// The session description of a messaging user agent that moves no media yet (reference.md, row SDP).

/** MSRP over TCP, active, towards a path that only names the session. `token` is the session part of the path. */
export function messagingSdp(token: string): string {
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    'm=message 9 TCP/MSRP *',
    'a=accept-types:text/plain message/cpim',
    `a=path:msrp://127.0.0.1:9/${token};tcp`,
    'a=setup:active',
    '',
  ].join('\r\n')
}
