// Hooks that pass on to other hooks, some of them seen on the way.
import type { PeerEvents } from '../peer/peer-types'

/** All of `events`, called as methods of it; those of `own` in their place. */
export function relayedEvents(events: PeerEvents | undefined, own: PeerEvents): PeerEvents {
  return {
    wire: (dir, bytes, link) => events?.wire?.(dir, bytes, link),
    state: (state, link, why) => events?.state?.(state, link, why),
    garbage: (bytes, why, link) => events?.garbage?.(bytes, why, link),
    rawSent: (bytes, link) => events?.rawSent?.(bytes, link),
    failover: (link, unanswered, why) => events?.failover?.(link, unanswered, why),
    failback: (link, why) => events?.failback?.(link, why),
    restarted: (link, now, before) => events?.restarted?.(link, now, before),
    turnedAway: (remote, why) => events?.turnedAway?.(remote, why),
    ...own,
  }
}
