import { AskCustomer, type Action, type Done } from '@throughline/connector-kit'
import { z } from 'zod'
import { ObjectId, standingOf, wordOf, write, type Level } from './acting.ts'
import type { Config } from './schema.ts'

type Wanted = 'ACTIVE' | 'PAUSED'
const verb: Record<Wanted, string> = { ACTIVE: 'Resume', PAUSED: 'Pause' }

const StatusInput = z.object({ id: ObjectId })
type StatusInput = z.infer<typeof StatusInput>
const Detail = z.object({ before: z.enum(['ACTIVE', 'PAUSED']) })

/** Pausing or resuming one object. Its own status is set; whether it delivers depends on those above it too. */
export function statusAction(level: Level, wanted: Wanted): Action<Config, StatusInput> {
  const word = wordOf[level]
  const other: Wanted = wanted === 'ACTIVE' ? 'PAUSED' : 'ACTIVE'
  const done = (id: string, before: Wanted): Done => ({ ref: id, detail: { before, after: wanted } })
  return {
    title: `${verb[wanted]} ${word}`,
    input: StatusInput,

    async preview(ctx, { id }) {
      const { name = id, status, effective_status: effective } = await standingOf(ctx, level, id)
      if (status === wanted)
        return {
          summary: `The ${word} “${name}” is ${wanted === 'ACTIVE' ? 'active' : 'paused'} already.`,
          before: status,
          after: status,
          nothing: true,
        }
      if (status !== other) throw notNow(word, status)
      const above = wanted === 'ACTIVE' && (effective === 'CAMPAIGN_PAUSED' || effective === 'ADSET_PAUSED')
      const note = above ? ' It does not deliver before what it belongs to is active as well.' : ''
      return {
        summary: `${verb[wanted]}s the ${word} “${name}”.${note}`,
        before: status,
        after: wanted,
      }
    },

    async run(ctx, { id }) {
      const { status } = await standingOf(ctx, level, id)
      if (status !== wanted && status !== other) throw notNow(word, status)
      // Somebody else did it first: then it is not ours to take back.
      if (status === wanted) return done(id, wanted)
      await write(ctx, level, id, { status: wanted })
      return done(id, other)
    },

    async find(ctx, _key, { id }) {
      return (await standingOf(ctx, level, id)).status === wanted ? done(id, other) : undefined
    },

    ...(level === 'campaign' && wanted === 'PAUSED'
      ? { paused: ({ id }, { detail }) => (Detail.parse(detail).before === 'ACTIVE' ? id : undefined) }
      : {}),

    async undo(ctx, { detail }, { id }) {
      const { before } = Detail.parse(detail)
      const { status } = await standingOf(ctx, level, id)
      if (status === before) return
      if (status !== wanted) throw notNow(word, status)
      await write(ctx, level, id, { status: before })
    },
  }
}

const notNow = (word: string, status: string): AskCustomer =>
  new AskCustomer(`the ${word} is ${status}`, {
    say: `This ${word} is ${status.toLowerCase().replaceAll('_', ' ')} at Meta: it can be neither paused nor resumed.`,
  })
