/** Seeded randomness: the same seed gives the same draws on every machine. Nothing here reads a clock or global state. */
export interface Rng {
  /** A whole number in [0, 2³²). */
  uint32(): number
  /** Uniform in [0, 1), 53 bits. */
  float(): number
  /** A whole number in [0, n), every one equally likely; `n` ≤ 2³². */
  below(n: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** One of the list. @throws RangeError on an empty list */
  pick<T>(list: readonly T[]): T
  /** A generator of its own, decided by this one's seed and the label alone, however much was drawn before. */
  split(label: string): Rng
}

/** State of xoshiro128**: four words, not all zero. */
export type Words = readonly [number, number, number, number]

/**
 * xoshiro128** 1.1 by David Blackman and Sebastiano Vigna (public domain, https://prng.di.unimi.it/xoshiro128starstar.c),
 * one step of it: the next number of the stream that `state` stands for; `state` is moved on.
 */
export function xoshiro128(state: Uint32Array): number {
  // By index: destructuring a typed array walks an iterator, which is fifty times slower.
  const a = state[0] as number
  const b = state[1] as number
  const c = state[2] as number
  const d = state[3] as number
  const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
  state[2] = c ^ a
  state[3] = d ^ b
  state[1] = b ^ (c ^ a)
  state[0] = a ^ (d ^ b)
  state[2] = c ^ a ^ (b << 9)
  state[3] = rotateLeft(d ^ b, 11)
  return result
}

const rotateLeft = (word: number, by: number): number => (word << by) | (word >>> (32 - by))

/**
 * Makes a generator of a seed.
 * @example const rng = createRng('demo'); rng.split('donors').below(10)
 */
export function createRng(seed: string): Rng {
  const state = Uint32Array.from(seedWords(seed))
  const uint32 = () => xoshiro128(state)
  const float = () => ((uint32() >>> 5) * 0x4000000 + (uint32() >>> 6)) / 0x20000000000000
  const below = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 0x100000000)
      throw new RangeError('below() takes a whole number from 1 to 2^32')
    // Numbers past the last whole multiple of n would favour the small results: draw again.
    const limit = 0x100000000 - (0x100000000 % n)
    let drawn = uint32()
    while (drawn >= limit) drawn = uint32()
    return drawn % n
  }
  return {
    uint32,
    float,
    below,
    chance: (probability) => float() < probability,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    split: (label) => createRng(`${seed}\u0000${label}`),
  }
}

/** Four words of a text, by four FNV-1a hashes of different start, each finished as MurmurHash3 finishes (fmix32). */
function seedWords(text: string): Words {
  const words = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35].map((start) => {
    let hash = start
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    return finish(hash)
  })
  return words.some((word) => word !== 0) ? (words as unknown as Words) : [1, 2, 3, 4]
}

function finish(hash: number): number {
  let word = hash
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return (word ^ (word >>> 16)) >>> 0
}
