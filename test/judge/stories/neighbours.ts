// The good stories of the server as a Diameter neighbour, one a test purpose.
import { bobLeaves, nothing, bobComesAndGoes, type Tell } from './common-scenes'

export const neighbourStories = {
  TP_PEER_001: bobLeaves(nothing),
  TP_PEER_003: bobLeaves(nothing),
  TP_PEER_005: bobLeaves(nothing),
  TP_ERR_015: bobComesAndGoes(nothing),
  TP_ERR_017: bobComesAndGoes(nothing),
  TP_ERR_023: bobComesAndGoes(nothing),
  TP_ERR_024: bobComesAndGoes(nothing),
  TP_ERR_008: bobLeaves(nothing),
} satisfies Readonly<Record<string, Tell>>
