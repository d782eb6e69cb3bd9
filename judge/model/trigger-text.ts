// How a trigger is called in findings and explanations.
import type { Trigger } from './conference'

const byServerText = { arrival: "200 OK to the server's INVITE", expulsion: "200 OK to the server's BYE" } as const

/** For example `Bob's BYE`: who, and which message. */
export function triggerText(trigger: Trigger): string {
  const who = trigger.leg.user
  switch (trigger.kind) {
    case 'arrival':
      return `the ${byServerText.arrival} from ${who}`
    case 'expulsion':
      return trigger.leg.bye?.answer ? `the ${byServerText.expulsion} from ${who}` : `the server's BYE to ${who}`
    case 'join':
      return `the server's 2xx to the INVITE of ${who}, who joins`
    case 'start':
      return `the server's 2xx to the INVITE of ${who}, who creates the conference`
    case 'departure':
      return `the BYE of ${who}`
    case 'stop':
      return `the end of the conference, when ${who} left as the last`
    case 'fork':
      return trigger.by === 'server' ? `the release of a second device of ${who}` : `a second 2xx from ${who}`
    case 'mediaChange':
      return `a re-INVITE or UPDATE with ${who}`
    case 'message':
      return `the MESSAGE of ${who}`
  }
}
