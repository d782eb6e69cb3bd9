// What a list of measured times amounts to: count, mean, percentiles.

/** Milliseconds. Percentiles are nearest-rank: each is a time that was measured. */
export interface Distribution {
  readonly count: number
  readonly minMs: number
  readonly meanMs: number
  readonly p50Ms: number
  readonly p90Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

const mostSamples = 4_000_000

/** Collects times, at most four million (32 MB); later ones are counted in `leftOut` and in nothing else. */
export class Samples {
  leftOut = 0
  private times = new Float64Array(256)
  private count = 0

  /** Adds one time in milliseconds. */
  add(timeMs: number): void {
    if (this.count === mostSamples) {
      this.leftOut += 1
      return
    }
    if (this.count === this.times.length) {
      const grown = new Float64Array(this.times.length * 2)
      grown.set(this.times)
      this.times = grown
    }
    this.times[this.count] = timeMs
    this.count += 1
  }

  /** The distribution; undefined without any sample. */
  distribution(): Distribution | undefined {
    if (this.count === 0) return undefined
    const sorted = this.times.slice(0, this.count).sort()
    const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
    let sum = 0
    for (const time of sorted) sum += time
    return {
      count: this.count,
      minMs: rank(0),
      meanMs: sum / this.count,
      p50Ms: rank(0.5),
      p90Ms: rank(0.9),
      p95Ms: rank(0.95),
      p99Ms: rank(0.99),
      maxMs: rank(1),
    }
  }
}
