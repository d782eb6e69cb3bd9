// Exit codes of run, mutants and judge: fixed for scripts.

export const EXIT = { passed: 0, failed: 1, inconclusive: 2, nothing: 3, usage: 4, error: 5 } as const

/** Exit codes of verify, beside EXIT.usage for what is no bundle. */
export const VERIFIED = { trusted: 0, altered: 1, unknownSigner: 2 } as const
