// How good this very suite is at finding faults, from documents made with it; never a figure of another suite.

/** `caught` of `known` faults, or why nobody can say. */
export type SuiteFigure = { readonly caught: number; readonly known: number } | { readonly unknown: string }

export interface SuiteFigures {
  /** Mutants of the reference server. */
  readonly mutants: SuiteFigure
  /** Rules that were seen to fail when a good history was spoilt for them. */
  readonly sabotage: SuiteFigure
}

/**
 * Reads `summary[caught]` of `summary[known]` from a document such as kill-matrix.json. `undefined` where there is no such document;
 * one of another version, one made from other definitions (`digest`), or one that does not say of which gives no figure.
 */
export function suiteFigure(
  document: unknown,
  suite: { readonly version: string; readonly digest: string },
  names: { readonly known: string; readonly caught: string },
): SuiteFigure {
  if (document === undefined) return { unknown: 'not measured for this suite' }
  const { suite: of, digest, summary } = recordOf(document)
  const { version } = recordOf(of)
  if (typeof version !== 'string' || typeof digest !== 'string')
    return { unknown: 'the stored figures do not say which suite they are of' }
  if (version !== suite.version || digest !== suite.digest)
    return { unknown: `measured with another state of the suite (${version}, ${digest.slice(0, 12)})` }
  const { [names.known]: known, [names.caught]: caught } = recordOf(summary)
  return typeof known === 'number' && typeof caught === 'number'
    ? { caught, known }
    : { unknown: 'the stored figures cannot be read' }
}

/** Two sentences: faults caught, rules proven; or that a figure is unknown, and why. */
export function figuresText({ mutants, sabotage }: SuiteFigures): string {
  const faults =
    'unknown' in mutants
      ? `How many known faults this suite catches is unknown: ${mutants.unknown}.`
      : `This suite catches ${mutants.caught} of ${mutants.known} known faults.`
  const rules =
    'unknown' in sabotage
      ? `How many of its rules are proven able to fail is unknown: ${sabotage.unknown}.`
      : `${sabotage.caught} of its ${sabotage.known} rules are proven able to fail.`
  return `${faults} ${rules}`
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
