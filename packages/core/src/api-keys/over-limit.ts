import { TooMany } from '@throughline/canonical'
import type { Allowance } from './api-keys.ts'

/** More than a key's plan allows. `allowance` says which limit, for the headers of the answer. */
export class OverLimit extends TooMany {
  readonly allowance: Allowance

  constructor(message: string, retryAt: Date, allowance: Allowance) {
    super(message, retryAt)
    this.allowance = allowance
  }
}
