// What `ch1 mutants` asks of a worker process, and what it hears back.

/** One run of the reference with a fault, or without. */
export interface MutantJob {
  /** Id of the mutant; undefined: the reference as it is. */
  readonly mutant: string | undefined
  /** Test purposes. */
  readonly only: readonly string[]
  /** More flags of `ch1 run`. */
  readonly flags: readonly string[]
  readonly outDir: string
  readonly leaseBase: number
}

/** How it went: the exit code of the run, or why there was none. */
export type MutantJobEnd = { readonly code: number } | { readonly trouble: string }
