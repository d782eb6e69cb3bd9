// The peer state machine of RFC 6733 §5.6 as a table: for each state and event, what is done and which state comes next.

/** I: the connection initiated here. R: the one received. */
export type NodePeerState =
  'Closed' | 'Wait-Conn-Ack' | 'Wait-I-CEA' | 'Wait-Conn-Ack/Elect' | 'Wait-Returns' | 'R-Open' | 'I-Open' | 'Closing'

/** RFC 6733 §5.6.2. */
export type NodePeerEvent =
  | 'Start'
  | 'Stop'
  | 'Timeout'
  | 'Win-Election'
  | 'R-Conn-CER'
  | 'I-Rcv-Conn-Ack'
  | 'I-Rcv-Conn-Nack'
  | 'I-Rcv-CEA'
  | 'I-Rcv-Non-CEA'
  | 'Send-Message'
  | `${'I' | 'R'}-${'Peer-Disc' | 'Rcv-Message' | 'Rcv-DWR' | 'Rcv-DWA' | 'Rcv-DPR' | 'Rcv-DPA'}`

/** RFC 6733 §5.6.3. */
export type NodePeerAction =
  | 'I-Snd-Conn-Req'
  | 'R-Accept'
  | 'R-Reject'
  | 'Process-CER'
  | 'Process-CEA'
  | 'I-Snd-CER'
  | 'R-Snd-CEA'
  | 'Elect'
  | 'Cleanup'
  | 'Error'
  | 'Process'
  | 'Process-DWR'
  | 'Process-DWA'
  | `${'I' | 'R'}-${'Disc' | 'Snd-Message' | 'Snd-DWA' | 'Snd-DPR' | 'Snd-DPA'}`

/** One row. */
export interface PeerRow {
  readonly state: NodePeerState
  readonly event: NodePeerEvent
  readonly actions: readonly NodePeerAction[]
  readonly next: NodePeerState
  readonly clause: string
  /** Who does it: the node, which has both connections in view, or the `PeerMachine` of the one connection it happens on. */
  readonly by: 'node' | 'connection'
}

type Cells = readonly [event: NodePeerEvent, actions: readonly NodePeerAction[], next: NodePeerState]

/** What RFC 6733 §5.6 lists, in its order. */
const LISTED: Readonly<Record<NodePeerState, readonly Cells[]>> = {
  Closed: [
    ['Start', ['I-Snd-Conn-Req'], 'Wait-Conn-Ack'],
    ['R-Conn-CER', ['R-Accept', 'Process-CER', 'R-Snd-CEA'], 'R-Open'],
  ],
  'Wait-Conn-Ack': [
    ['I-Rcv-Conn-Ack', ['I-Snd-CER'], 'Wait-I-CEA'],
    ['I-Rcv-Conn-Nack', ['Cleanup'], 'Closed'],
    ['R-Conn-CER', ['R-Accept', 'Process-CER'], 'Wait-Conn-Ack/Elect'],
    ['Timeout', ['Error'], 'Closed'],
  ],
  'Wait-I-CEA': [
    ['I-Rcv-CEA', ['Process-CEA'], 'I-Open'],
    ['R-Conn-CER', ['R-Accept', 'Process-CER', 'Elect'], 'Wait-Returns'],
    ['I-Peer-Disc', ['I-Disc'], 'Closed'],
    ['I-Rcv-Non-CEA', ['Error'], 'Closed'],
    ['Timeout', ['Error'], 'Closed'],
  ],
  'Wait-Conn-Ack/Elect': [
    ['I-Rcv-Conn-Ack', ['I-Snd-CER', 'Elect'], 'Wait-Returns'],
    ['I-Rcv-Conn-Nack', ['R-Snd-CEA'], 'R-Open'],
    ['R-Peer-Disc', ['R-Disc'], 'Wait-Conn-Ack'],
    ['R-Conn-CER', ['R-Reject'], 'Wait-Conn-Ack/Elect'],
    ['Timeout', ['Error'], 'Closed'],
  ],
  'Wait-Returns': [
    ['Win-Election', ['I-Disc', 'R-Snd-CEA'], 'R-Open'],
    ['I-Peer-Disc', ['I-Disc', 'R-Snd-CEA'], 'R-Open'],
    ['I-Rcv-CEA', ['R-Disc'], 'I-Open'],
    ['R-Peer-Disc', ['R-Disc'], 'Wait-I-CEA'],
    ['R-Conn-CER', ['R-Reject'], 'Wait-Returns'],
    ['Timeout', ['Error'], 'Closed'],
  ],
  'R-Open': [
    ['Send-Message', ['R-Snd-Message'], 'R-Open'],
    ['R-Rcv-Message', ['Process'], 'R-Open'],
    ['R-Rcv-DWR', ['Process-DWR', 'R-Snd-DWA'], 'R-Open'],
    ['R-Rcv-DWA', ['Process-DWA'], 'R-Open'],
    ['R-Conn-CER', ['R-Reject'], 'R-Open'],
    ['Stop', ['R-Snd-DPR'], 'Closing'],
    ['R-Rcv-DPR', ['R-Snd-DPA'], 'Closing'],
    ['R-Peer-Disc', ['R-Disc'], 'Closed'],
  ],
  'I-Open': [
    ['Send-Message', ['I-Snd-Message'], 'I-Open'],
    ['I-Rcv-Message', ['Process'], 'I-Open'],
    ['I-Rcv-DWR', ['Process-DWR', 'I-Snd-DWA'], 'I-Open'],
    ['I-Rcv-DWA', ['Process-DWA'], 'I-Open'],
    ['R-Conn-CER', ['R-Reject'], 'I-Open'],
    ['Stop', ['I-Snd-DPR'], 'Closing'],
    ['I-Rcv-DPR', ['I-Snd-DPA'], 'Closing'],
    ['I-Peer-Disc', ['I-Disc'], 'Closed'],
  ],
  Closing: [
    ['I-Rcv-DPA', ['I-Disc'], 'Closed'],
    ['R-Rcv-DPA', ['R-Disc'], 'Closed'],
    ['Timeout', ['Error'], 'Closed'],
    ['I-Peer-Disc', ['I-Disc'], 'Closed'],
    ['R-Peer-Disc', ['R-Disc'], 'Closed'],
  ],
}

/** What it leaves open: a node that is stopped while it waits, and one that calls while the goodbye is still being said. */
const UNLISTED: Partial<Readonly<Record<NodePeerState, readonly Cells[]>>> = {
  'Wait-Conn-Ack': [['Stop', ['Error'], 'Closed']],
  'Wait-I-CEA': [['Stop', ['Error'], 'Closed']],
  'Wait-Conn-Ack/Elect': [['Stop', ['Error'], 'Closed']],
  'Wait-Returns': [
    ['Stop', ['Error'], 'Closed'],
    ['I-Rcv-Non-CEA', ['I-Disc', 'R-Snd-CEA'], 'R-Open'],
  ],
  Closing: [['R-Conn-CER', ['R-Reject'], 'Closing']],
}

const OF_A_CONNECTION = /^(Send-Message|[IR]-Rcv-(Message|DWR|DWA|DPA))$/

/** All rows. */
export const PEER_TABLE: readonly PeerRow[] = [
  ...rowsOf(LISTED, (event) => (event === 'Win-Election' ? 'RFC 6733 §5.6.4' : 'RFC 6733 §5.6')),
  ...rowsOf(UNLISTED, () => 'not listed in RFC 6733 §5.6'),
]

const BY_KEY = new Map(PEER_TABLE.map((row) => [`${row.state} ${row.event}`, row]))

/** The row for an event in a state; undefined where the table has none, which means that nothing happens. */
export function peerRow(state: NodePeerState, event: NodePeerEvent): PeerRow | undefined {
  return BY_KEY.get(`${state} ${event}`)
}

function rowsOf(
  table: Partial<Readonly<Record<NodePeerState, readonly Cells[]>>>,
  clauseOf: (event: NodePeerEvent) => string,
): readonly PeerRow[] {
  return Object.entries(table).flatMap(([state, rows]) =>
    rows.map(([event, actions, next]): PeerRow => {
      const by = OF_A_CONNECTION.test(event) ? 'connection' : 'node'
      return { state: state as NodePeerState, event, actions, next, clause: clauseOf(event), by }
    }),
  )
}
