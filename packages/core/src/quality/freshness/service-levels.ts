/** What is promised of each class of event: how soon it is in figures. */
export const eventClasses = ['campaign', 'behaviour', 'marketer', 'system', 'metrics'] as const
export type EventClass = (typeof eventClasses)[number]

export interface ServiceLevel {
  /** Seconds within which 95 % are here. */
  target: number
  /** Seconds within which 99 % are here. */
  acceptable: number
  /** Seconds after which it is looked for elsewhere. */
  grace: number
}

export const serviceLevels: Readonly<Record<EventClass, ServiceLevel>> = {
  campaign: { target: 60, acceptable: 300, grace: 3_600 },
  behaviour: { target: 300, acceptable: 1_800, grace: 14_400 },
  marketer: { target: 10, acceptable: 60, grace: 1_800 },
  system: { target: 60, acceptable: 300, grace: 3_600 },
  metrics: { target: 300, acceptable: 900, grace: 3_600 },
}
/** 95 % within the target, 99 % within the acceptable: so much may come later. */
const overTargetShare = 0.05
const overAcceptableShare = 0.01

export const burnWindows = ['1h', '6h', '3d'] as const
export type BurnWindow = (typeof burnWindows)[number]
export const windowHours: Readonly<Record<BurnWindow, number>> = { '1h': 1, '6h': 6, '3d': 72 }

/** How long what came in one window took, counted. */
export interface Lags {
  n: number
  /** Later than the target, the acceptable, the grace. */
  overTarget: number
  overAcceptable: number
  overGrace: number
  /** Seconds; null of none. */
  p95: number | null
  p99: number | null
}
export const noLags: Lags = { n: 0, overTarget: 0, overAcceptable: 0, overGrace: 0, p95: null, p99: null }

interface Burn {
  window: BurnWindow
  n: number
  /**
   * How many times faster than it lasts the error budget is being used: the share that came later than acceptable ÷ 1 %. At 1 it is
   * just used up. Null where nothing came.
   */
  rate: number | null
}

export interface LevelKept extends Lags {
  level: ServiceLevel
  burns: Burn[]
  /** Of the longest window: what is left of its error budget, below 0 where more was used than there is. */
  budgetLeft: number | null
  /** `burning`: at this speed the budget is gone in two days or sooner. */
  state: 'kept' | 'missed' | 'burning' | 'unknown'
}

/**
 * The speeds at which somebody has to look (Google, The Site Reliability Workbook, 2018, chapter 5): an hour at 14.4, six hours at 6.
 */
const burning: Partial<Record<BurnWindow, number>> = { '1h': 14.4, '6h': 6 }
/** Fewer than so many say nothing of one in a hundred. */
const enough = 20

/** How a promise was kept, by the lags of each window. Pure. */
export function levelKept(level: ServiceLevel, windows: Readonly<Record<BurnWindow, Lags>>): LevelKept {
  const burns = burnWindows.map((window): Burn => {
    const { n, overAcceptable } = windows[window]
    return { window, n, rate: n === 0 ? null : overAcceptable / n / overAcceptableShare }
  })
  const long = windows['3d']
  const rate = burns.find(({ window }) => window === '3d')?.rate ?? null
  const isBurning = burns.some(
    ({ window, n, rate }) => rate !== null && n >= enough && rate >= (burning[window] ?? Infinity),
  )
  const isKept = long.overTarget <= overTargetShare * long.n && long.overAcceptable <= overAcceptableShare * long.n
  return {
    ...long,
    level,
    burns,
    budgetLeft: rate === null ? null : 1 - rate,
    state: long.n === 0 ? 'unknown' : isBurning ? 'burning' : isKept ? 'kept' : 'missed',
  }
}
