// The nouns of our Gherkin: participants and SessionRequests.
import { defineParameterType } from '@cucumber/cucumber'

const name = 'Alice|Bob|Carol|Dave|Erin'

defineParameterType({ name: 'participant', regexp: new RegExp(name), transformer: (text: string) => text })

defineParameterType({
  name: 'participants',
  regexp: new RegExp(`(?:${name})(?:(?:, (?:${name}))* and (?:${name}))?`),
  transformer: (text: string) => text.split(/, | and /),
})

defineParameterType({
  name: 'sessionRequest',
  regexp: /SessionRequest\((start|interim|stop)\)/,
  transformer: (type: string) => type,
})
