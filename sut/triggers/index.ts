// Triggers from outside: what a profile says about making a server act.
import { askTester, hasTerminal } from './ask-tester'
import { callHttp } from './call-http'
import { runCommand } from './run-command'
import type { Occasion, Trigger, Triggers } from './trigger'

export { hasTerminal } from './ask-tester'
export { TesterAbsent, TriggerError, type Occasion, type Trigger, type Triggers } from './trigger'

/** Does it. @throws TriggerError: our own trouble; TesterAbsent: nobody there who would do it */
export function pull(trigger: Trigger, occasion: Occasion, signal: AbortSignal): Promise<void> {
  if ('prompt' in trigger) return askTester(trigger, occasion, signal)
  return 'http' in trigger ? callHttp(trigger, occasion, signal) : runCommand(trigger, occasion, signal)
}

/** What can be triggered so, here: a prompt only where there is a terminal. */
export function verbsOf(triggers: Triggers, canAsk: () => boolean = hasTerminal): readonly Occasion['verb'][] {
  return (['expel', 'restart'] as const).filter((verb) => {
    const trigger = triggers[verb]
    return trigger !== undefined && (!('prompt' in trigger) || canAsk())
  })
}
