/**
 * Journeys of a range, column by column, in memory that threads share: journey i has touches [touchFrom[i], touchFrom[i + 1]) and
 * parts of its money [partFrom[i], partFrom[i + 1]). In order of their numbers.
 */
export interface JourneyColumns {
  readonly n: number
  readonly journeyNo: Int32Array
  /** Epoch seconds. */
  readonly happened: Uint32Array
  readonly decided: Uint32Array
  /** Place in the list of customers. */
  readonly customer: Uint8Array
  /** Of a won deal, when its lead and it were made, epoch seconds; 0 where that is not known, or it is no deal. */
  readonly lead: Uint32Array
  readonly opportunity: Uint32Array
  readonly touchFrom: Uint32Array
  /** Epoch seconds. */
  readonly touchAt: Uint32Array
  readonly touchPlace: Uint32Array
  /** Place in the list of touch types, and in that of tiers. */
  readonly touchType: Uint8Array
  readonly touchTier: Uint8Array
  readonly partFrom: Uint32Array
  /** Place in the list of movement kinds. */
  readonly partKind: Uint8Array
  readonly partMinor: Float64Array
  readonly partBefore: Float64Array
}

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes)

/** Columns of so many journeys, touches and parts, all zero. */
export const emptyColumns = (n: number, touches: number, parts: number): JourneyColumns => ({
  n,
  journeyNo: new Int32Array(shared(4 * n)),
  happened: new Uint32Array(shared(4 * n)),
  decided: new Uint32Array(shared(4 * n)),
  customer: new Uint8Array(shared(n)),
  lead: new Uint32Array(shared(4 * n)),
  opportunity: new Uint32Array(shared(4 * n)),
  touchFrom: new Uint32Array(shared(4 * (n + 1))),
  touchAt: new Uint32Array(shared(4 * touches)),
  touchPlace: new Uint32Array(shared(4 * touches)),
  touchType: new Uint8Array(shared(touches)),
  touchTier: new Uint8Array(shared(touches)),
  partFrom: new Uint32Array(shared(4 * (n + 1))),
  partKind: new Uint8Array(shared(parts)),
  partMinor: new Float64Array(shared(8 * parts)),
  partBefore: new Float64Array(shared(8 * parts)),
})

/** What columns hold in memory, in bytes. */
export const bytesOf = (columns: JourneyColumns): number =>
  Object.values(columns)
    .filter((each: unknown) => ArrayBuffer.isView(each))
    .reduce((sum, each) => sum + each.byteLength, 0)
