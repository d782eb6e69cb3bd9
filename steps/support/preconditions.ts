// What the SUT took away before a step could use it is a precondition that was not reached, whichever word met it.
import { setDefinitionFunctionWrapper } from '@cucumber/cucumber'
import { NotReached } from '../../testbed'
import { Inconclusive } from './verdict-errors'

setDefinitionFunctionWrapper(
  (code: (...args: unknown[]) => unknown) =>
    async function (this: unknown, ...args: unknown[]) {
      try {
        return await code.apply(this, args)
      } catch (error) {
        throw error instanceof NotReached ? new Inconclusive(error.message) : error
      }
    },
)
