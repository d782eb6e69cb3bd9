// Steps of a test: one that meets a server which took something away, and one that meets trouble of ours.
import { When } from '@cucumber/cucumber'
import { NotReached } from '../../testbed'

When('the server has taken it away', () => {
  throw new NotReached('Bob could not do "accepts": the server had given up its invitation by CANCEL')
})

When('{int} of our sockets breaks', async (n: number) => {
  await Promise.resolve()
  throw new TypeError(`${n} broken`)
})
