// Starts something on the ports it was given, or on leased ones, again on others if somebody else was quicker.
import { SippError } from '../sipp-error'
import { processLeases, type PortLease } from './port-leases'

// A leased port was free a moment ago; programs that lease nothing may still take it first.
const mostLeases = 3

/** Calls `start` with the ports and with what gives them back. Leased ports are given back if it rejects; 'portInUse' is tried again. */
export async function withPorts<Started, Ports>(
  given: Ports | undefined,
  host: string,
  start: (ports: Ports | PortLease, release: () => void) => Promise<Started>,
): Promise<Started> {
  if (given !== undefined) return await start(given, () => undefined)
  const leases = processLeases(host)
  // Kept until we are done, so that the same ports are not lent to us again.
  const useless: PortLease[] = []
  try {
    for (;;) {
      const lease = await leases.lease()
      try {
        return await start(lease, () => {
          leases.release(lease)
        })
      } catch (error) {
        useless.push(lease)
        if (!(error instanceof SippError && error.reason === 'portInUse' && useless.length < mostLeases)) throw error
      }
    }
  } finally {
    for (const lease of useless) leases.release(lease)
  }
}
