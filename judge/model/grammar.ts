// What the grammar checker of the Diameter package says of a message, asked once however many rules want to know.
import { checkMessage, type DiameterMessage, type GrammarFinding } from '@ch1/diameter/codec'

const known = new WeakMap<DiameterMessage, readonly GrammarFinding[]>()

/** All findings of a message, in order of appearance; none of what is no Diameter message. */
export function grammarOf(message: DiameterMessage | undefined): readonly GrammarFinding[] {
  if (!message) return []
  const found = known.get(message) ?? checkMessage(message)
  known.set(message, found)
  return found
}
