import { minorUnitExponent, type Money } from '@throughline/canonical'

/**
 * Reads an amount in major units (`"143.57"`, `"410.5"`, `"25"`) exactly, rounding what is finer than the currency half away from
 * zero: conversion values have been seen with more places. @throws RangeError where it is no decimal
 */
export function toMoney(decimal: string | number, currency: string): Money {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(String(decimal).trim())
  if (!match) throw new RangeError('not a decimal amount')
  const [, sign, whole = '', fraction = ''] = match
  const places = minorUnitExponent(currency)
  const kept = Number(whole + fraction.slice(0, places).padEnd(places, '0'))
  const minor = kept + (Number(fraction[places] ?? '0') >= 5 ? 1 : 0)
  if (!Number.isSafeInteger(minor)) throw new RangeError('amount too large')
  return { minor: sign === '-' && minor !== 0 ? -minor : minor, currency }
}

/** A budget, which Meta counts in minor units. Zero stands for none. */
export function toBudget(minor: string | undefined, currency: string): Money | undefined {
  const count = Number(minor ?? '0')
  return Number.isSafeInteger(count) && count > 0 ? { minor: count, currency } : undefined
}

/** A count written as text. */
export function toCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const count = Math.round(Number(text))
  return Number.isSafeInteger(count) && count >= 0 ? count : undefined
}
