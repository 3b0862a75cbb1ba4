/**
 * An error's class says what to do next. Each carries `message` for us, `say` for the customer (plain words, no secret,
 * no personal data) and `cause`.
 */
class ConnectorError extends Error {
  readonly say: string
  constructor(message: string, say: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.say = say
    this.name = new.target.name
  }
}

/** A revoked key, a missing permission, a wrong setting: pauses the connection until the customer acts. */
export class AskCustomer extends ConnectorError {
  /** The setting to look at, where one is known: a field name of the connector's config or secrets. */
  readonly field: string | undefined
  constructor(message: string, options: { say: string; field?: string; cause?: unknown }) {
    super(message, options.say, options.cause)
    this.field = options.field
  }
}

/** Too many requests, a fault on their side, a report not ready: keep the cursor and come back at `at`. */
export class RetryLater extends ConnectorError {
  readonly at: Date
  constructor(message: string, options: { at: Date; say?: string; cause?: unknown }) {
    super(message, options.say ?? 'The provider is busy; reading goes on by itself.', options.cause)
    this.at = options.at
  }
}

/** A page no longer has the shape that we know: stops this stream, keeps the others, and tells us. */
export class ProviderChanged extends ConnectorError {
  constructor(message: string, options: { say?: string; cause?: unknown } = {}) {
    super(message, options.say ?? 'The provider changed its format; we have been told.', options.cause)
  }
}

/** A download's link is no longer good (401, 403, 404, 410): the connector asks for a new one. */
export class LinkExpired extends Error {
  readonly status: number
  constructor(status: number) {
    super(`the download link answered ${status}`)
    this.name = 'LinkExpired'
    this.status = status
  }
}

/** The provider refused a request that we thought right (4xx): a bug of ours, unless the connector knows better. */
export class Refused extends Error {
  readonly status: number
  /** The answer's body, for a connector that knows what it means. Never logged: it may quote. */
  readonly body: string
  constructor(message: string, status: number, body = '') {
    super(message)
    this.name = 'Refused'
    this.status = status
    this.body = body
  }
}

/** After a crash nobody can say whether an action happened: a person must look before it is tried again. */
export class Unsure extends ConnectorError {
  constructor(message: string, options: { say: string; cause?: unknown }) {
    super(message, options.say, options.cause)
  }
}
