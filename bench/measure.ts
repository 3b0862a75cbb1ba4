import { cpus, totalmem } from 'node:os'

/** One figure of a run: what it is, how much, and what was aimed at. */
export interface Measured {
  name: string
  value: number
  unit: string
  aim?: string
  note?: string
}

/** One thing to measure. Ratios are taken inside one run, because the machine's own speed drifts. */
export interface Case {
  name: string
  run(say: (line: string) => void): Promise<Measured[]>
}

/** The value below which `share` (0–1) of the samples lie, by the nearest-rank method. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** What the figures were measured on. */
export function machine(): string {
  return `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
}
