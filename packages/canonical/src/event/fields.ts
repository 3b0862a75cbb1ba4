import { z } from 'zod'

/** Somebody else's opaque id: kept as it is. */
export const Id = z.uuid()

/** Text of a bounded length: nothing that a tenant sends is unbounded. */
export const Text = z.string().max(2_000)

/** 0 to 1. */
export const Score = z.number().min(0).max(1)

/** A count, or a whole number of seconds, minutes, hours or days. */
export const Whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** A share of a hundred. */
export const Percentage = z.number().min(0).max(100)

/** A decimal amount in major units, never below zero: a refund is an event of its own, not a negative purchase. */
export const Amount = z.union([z.number().min(0), z.string().regex(/^\d+(\.\d+)?$/, 'a decimal amount, 0 or more')])

/** An instant with its zone. */
export const When = z.iso.datetime({ offset: true })

/** What may be left out may be said to be nothing. */
export const maybe = <T extends z.ZodType>(type: T) => type.nullish()
