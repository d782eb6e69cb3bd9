// What a scenario throws, once, at its end. The kind decides the verdict; nobody guesses from text.

/** The SUT broke a clause. Its name makes Allure say "failed"; nothing else here may be named so. */
export class ConformanceAssertion extends Error {
  override readonly name = 'ConformanceAssertion'
}

/** It cannot be told: a precondition was not reached, or the deciding observation is missing. */
export class Inconclusive extends Error {
  override readonly name = 'Inconclusive'
  constructor(why: string) {
    super(`INCONCLUSIVE: ${why}`)
  }
}
