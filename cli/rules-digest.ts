// Which judge a figure was measured with.
import { createHash } from 'node:crypto'
import { demandKinds } from '../judge/demands/kinds'
import { rules } from '../judge/rules'

/** Hex SHA-256 of every rule and kind of demand that there is. */
export function rulesDigest(): string {
  const ofRules = rules.map(({ id, owner, requirement, sees }) => [id, owner, requirement, sees])
  return createHash('sha256')
    .update(JSON.stringify([ofRules, demandKinds]))
    .digest('hex')
}
