// What the grammar checker of the Diameter package says of a message, asked once however many rules want to know.
import { checkMessage, FlatMessage, type DiameterMessage, type GrammarFinding } from '@ch1/diameter/codec'

/** One table for all: a message that looks like a clean one before it is looked at for its content alone. */
const table = new FlatMessage()
const known = new WeakMap<DiameterMessage, readonly GrammarFinding[]>()

/** All findings of a message, in order of appearance; none of what is no Diameter message. */
export function grammarOf(message: DiameterMessage | undefined): readonly GrammarFinding[] {
  if (!message) return []
  const found = known.get(message) ?? checkMessage(table.read(message.bytes))
  known.set(message, found)
  return found
}
