import type { z } from 'zod'
import type { Ctx } from './define-connector.ts'

export interface Effect {
  /** What will happen, in one sentence for the person who approves it. */
  summary: string
  before?: unknown
  after?: unknown
  /** Nothing would change: the outside system already stands so. */
  nothing?: true
}

export interface Done {
  /** The provider's id of what was done. */
  ref: string
  /** What `undo` needs, and what a person is shown: no personal data, no secret. */
  detail?: unknown
}

/** Whom an action reaches, for consent, opt-outs and quiet hours. */
export interface Recipient {
  channel: 'sms' | 'email' | 'call'
  phone?: string
  email?: string
}

/**
 * The one way out; core's executor adds permission, approval, dry run, exactly-once, undo's window and audit. `run` is called once
 * per key unless `find` says after a crash that it did not happen.
 */
export interface Action<Config, Input> {
  /** What people call it: `Pause campaign`. */
  title: string
  input: z.ZodType<Input>
  /** What would happen, reading only. @throws AskCustomer where it cannot be done, in words */
  preview(ctx: Ctx<Config>, input: Input): Promise<Effect>
  /** @throws AskCustomer, or Refused with the reason, where the provider says no for good; RetryLater where it may go later */
  run(ctx: Ctx<Config>, input: Input, idempotencyKey: string): Promise<Done>
  /** After a crash: did it happen? Undefined only where it surely did not. @throws Unsure where the provider cannot say */
  find(ctx: Ctx<Config>, idempotencyKey: string, input: Input): Promise<Done | undefined>
  /**
   * Doing it again with the same input is doing it once: the provider itself drops repeats, and cannot say what it has. Then `find`
   * says undefined for as long as that holds, and Unsure after.
   */
  repeatable?: true
  undo?(ctx: Ctx<Config>, done: Done, input: Input): Promise<void>
  /** For how long `undo` can be asked; a day where unsaid. */
  undoMinutes?: number
  /** Somebody else than the one who asks must approve. */
  secondPerson?: boolean
  /**
   * `conversions`: it tells an ad platform of conversions: `input` is `ConversionsInput`, `Done.detail` is `ConversionsSent`.
   * `attribution`: it writes credit to a CRM: `input` is `AttributionInput`. Nobody asks for either by hand; core chooses what is told,
   * from its outbox, where somebody has switched that on.
   */
  takes?: 'conversions' | 'attribution'
  /** It takes shares of the provider's own campaigns in a deal as well. */
  influence?: true
  /**
   * The source's id of the campaign that this has paused; undefined where it was paused already. What is paused is an event of the
   * client's own.
   */
  paused?(input: Input, done: Done): string | undefined
  /** Whom it reaches: the executor refuses without consent, after an opt-out, and outside 8:00–21:00 where they are. */
  recipient?(input: Input): Recipient | Promise<Recipient>
}
