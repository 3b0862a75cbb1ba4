import { AskCustomer, ConversionsInput, Refused, Unsure, type Action } from '@throughline/connector-kit'
import { z } from 'zod'
import { toEvent, type CapiEvent, type WhyNot } from './conversion-event.ts'
import { post, type MetaCtx } from './graph.ts'
import { graphErrorOf, isForbidden, isGone } from './graph-error.ts'
import type { Config } from './schema.ts'

/** Meta takes up to 1,000 events; of fewer a bad one takes fewer with it. */
const atOnce = 50
/** Meta drops an event that it has had under the same name and id for so long; with room for clocks. */
const remembersMs = 47 * 3_600_000

const Received = z.looseObject({ events_received: z.number() })

interface Unsent {
  eventId: string
  why: WhyNot
}

/** Tells Meta of conversions, so that it finds more people like these. There is no taking back: refunds are never sent. */
export const sendConversions: Action<Config, ConversionsInput> = {
  title: 'Send conversions to Meta',
  input: ConversionsInput,
  takes: 'conversions',
  repeatable: true,

  async preview(ctx, input) {
    const dataset = datasetOf(ctx)
    const { events, unsent } = prepare(ctx, input)
    const left = unsent.length === 0 ? '' : ` ${unsent.length} stay here: ${reasonsOf(unsent)}.`
    const summary = `Sends ${events.length} conversions to dataset ${dataset}${input.testEventCode ? ' as a test' : ''}.${left}`
    return {
      summary,
      after: { events: events.length, unsent },
      ...(events.length === 0 ? { nothing: true as const } : {}),
    }
  },

  async run(ctx, input, idempotencyKey) {
    const dataset = datasetOf(ctx)
    const { events, unsent } = prepare(ctx, input)
    let received = 0
    for (let at = 0; at < events.length; at += atOnce) {
      const sent = await send(ctx, dataset, events.slice(at, at + atOnce), input.testEventCode)
      received += sent.received
      unsent.push(...sent.refused.map((eventId) => ({ eventId, why: 'refused by Meta' as const })))
    }
    return { ref: `${dataset}/${idempotencyKey}`, detail: { received, unsent } }
  },

  /** Meta cannot be asked what it has. Within its memory sending again is harmless; after it, an event would count twice. */
  async find(ctx, _key, { chosenAt }) {
    if (ctx.now().getTime() - Date.parse(chosenAt) < remembersMs) return undefined
    throw new Unsure('conversions may have been sent', {
      say: 'It is not known whether these conversions reached Meta, and sending them again now could count them twice.',
    })
  },
}

function datasetOf({ config }: MetaCtx): string {
  if (config.datasetId !== undefined) return config.datasetId
  throw new AskCustomer('no dataset is set', {
    say: 'Enter the number of the dataset (pixel) that conversions go to, from Events Manager.',
    field: 'datasetId',
  })
}

function prepare(ctx: MetaCtx, input: ConversionsInput): { events: CapiEvent[]; unsent: Unsent[] } {
  const events: CapiEvent[] = []
  const unsent: Unsent[] = []
  for (const event of input.events) {
    const made = toEvent(event, input, ctx.now())
    if (typeof made === 'string') unsent.push({ eventId: event.eventId, why: made })
    else events.push(made)
  }
  return { events, unsent }
}

/**
 * Sends a few together. Meta refuses all of them for the sake of one, so then each goes by itself and only the bad ones stay.
 */
async function send(
  ctx: MetaCtx,
  dataset: string,
  events: readonly CapiEvent[],
  testEventCode: string | undefined,
): Promise<{ received: number; refused: string[] }> {
  const json = { data: events, ...(testEventCode === undefined ? {} : { test_event_code: testEventCode }) }
  try {
    const answer = await post(ctx, `${dataset}/events`, { bucket: 'conversions', json })
    return { received: answer.json(Received).events_received, refused: [] }
  } catch (error) {
    const said = graphErrorOf(error)
    if (said && (isForbidden(said) || isGone(said)))
      throw new AskCustomer('the dataset is out of reach', {
        say: `This sign-in may not send to dataset ${dataset}. Share the dataset with it in Business settings > Data sources.`,
        field: 'datasetId',
        cause: error,
      })
    if (!(error instanceof Refused) || !said) throw error
    const [only] = events
    if (events.length === 1 && only) return { received: 0, refused: [only.event_id] }
    const both = { received: 0, refused: [] as string[] }
    for (const event of events) {
      const one = await send(ctx, dataset, [event], testEventCode)
      both.received += one.received
      both.refused.push(...one.refused)
    }
    return both
  }
}

function reasonsOf(unsent: readonly Unsent[]): string {
  const counts = Map.groupBy(unsent, ({ why }) => why)
  return [...counts].map(([why, of]) => `${of.length} ${why}`).join(', ')
}
