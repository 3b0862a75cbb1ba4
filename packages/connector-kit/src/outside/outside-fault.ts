import { ProviderChanged } from '../errors.ts'

/** What an outside package did that its keeper does not allow, in words. */
export class OutsideFault extends ProviderChanged {
  constructor(connector: string, why: string, cause?: unknown) {
    super(`the outside package of ${connector} ${why}`, {
      say: `${connector} is an outside package, and it ${why}. Nothing it said since was taken; the rest goes on.`,
      ...(cause === undefined ? {} : { cause }),
    })
    this.name = 'OutsideFault'
  }
}
