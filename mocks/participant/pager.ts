// A participant in pager mode (RFC 3428): a MESSAGE that is a transaction of its own, to one user or to all in a conference.
import { argumentOf } from './self'
import type { Self } from './self'

/** RFC 3428 §4 — outside any dialog, from its address of record; waits for the final response. */
export async function writes(self: Self, args: readonly string[]): Promise<void> {
  const uri = argumentOf(self, 'messages', args, 'the URI of a user or a focus')
  const { agent, aor, route } = self
  const answered = self.ask()
  const text = { contentType: 'text/plain', body: args[1] ?? 'a word in passing' }
  const message = agent.request({ method: 'MESSAGE', uri, from: `<${aor}>`, to: `<${uri}>`, route, ...text })
  answered(await self.answer(message))
}
