/** It does not exist, or not for you: the two answer alike. */
export class NotFound extends Error {
  override name = 'NotFound'
}

/** You may see it, but not do this. */
export class Forbidden extends Error {
  override name = 'Forbidden'
}

/** Nobody proved to be anybody. */
export class Unauthenticated extends Error {
  override name = 'Unauthenticated'
}

/** It clashes with what is already there. */
export class Conflict extends Error {
  override name = 'Conflict'
}

/** The input is wrong; `field` names where, never what. */
export class Invalid extends Error {
  override name = 'Invalid'
  readonly field: string | undefined

  constructor(message: string, field?: string) {
    super(message)
    this.field = field
  }
}

/** Too many tries; ask again at `retryAt`. */
export class TooMany extends Error {
  override name = 'TooMany'
  readonly retryAt: Date

  constructor(message: string, retryAt: Date) {
    super(message)
    this.retryAt = retryAt
  }
}
