// How good this very suite is at finding faults, from documents made with it; never a figure of another suite.

/** `caught` of `known` faults, or why nobody can say. */
export type SuiteFigure = { readonly caught: number; readonly known: number } | { readonly unknown: string }

export interface SuiteFigures {
  /** Mutants of the reference server. */
  readonly mutants: SuiteFigure
  /** Rules of the judge broken on purpose. */
  readonly sabotage: SuiteFigure
}

/**
 * Reads `summary[caught]` of `summary[known]` from a document such as kill-matrix.json. `undefined` where there is no such document;
 * one of another suite, or one that does not say of which, gives no figure.
 */
export function suiteFigure(
  document: unknown,
  suite: { readonly version: string; readonly digest: string },
  names: { readonly known: string; readonly caught: string },
): SuiteFigure {
  if (document === undefined) return { unknown: 'not measured for this suite' }
  const { suite: of, summary } = recordOf(document)
  const { version, digest } = recordOf(of)
  if (typeof digest !== 'string') return { unknown: 'the stored figures do not say which suite they are of' }
  if (digest !== suite.digest)
    return { unknown: `measured with another state of the suite (${String(version)}, ${digest.slice(0, 12)})` }
  const { [names.known]: known, [names.caught]: caught } = recordOf(summary)
  return typeof known === 'number' && typeof caught === 'number'
    ? { caught, known }
    : { unknown: 'the stored figures cannot be read' }
}

/** `this suite catches 109 of 109 known faults`, or that it is unknown and why. */
export function figureText(figure: SuiteFigure, what: string): string {
  return 'unknown' in figure
    ? `how many ${what} this suite catches is unknown: ${figure.unknown}`
    : `this suite catches ${figure.caught} of ${figure.known} ${what}`
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
