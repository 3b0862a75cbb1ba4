import { z } from 'zod'

export const Config = z.object({
  town: z
    .string()
    .regex(/^[a-z]+$/, 'small letters alone')
    .meta({ title: 'Town' }),
  backfillFrom: z.iso.date().default('2026-01-01').meta({ title: 'Read history from' }),
})
export type Config = z.infer<typeof Config>

export const Secrets = z.object({
  user: z.string().min(1).meta({ title: 'User' }),
  password: z.string().min(1).meta({ title: 'Password' }),
  hookSecret: z.string().default('').meta({ title: 'Webhook secret', generate: true }),
})
export type Secrets = z.infer<typeof Secrets>

export const Berth = z.object({
  id: z.string().min(1),
  fee: z.string().regex(/^\d+\.\d{2}$/, 'an amount such as "25.77"'),
  at: z.iso.datetime(),
  version: z.number().int(),
  town: z.string(),
  skipper: z.string().nullish(),
})
export type Berth = z.infer<typeof Berth>

export const Line = z.object({ ref: z.string().min(1), fee: z.string().regex(/^\d+\.\d{2}$/), at: z.iso.datetime() })
export type Line = z.infer<typeof Line>

export const Page = z.object({ items: z.array(z.unknown()), more: z.boolean(), today: z.iso.date() })
export const Cursor = z.object({ since: z.iso.date(), page: z.number().int().positive() })
export type Cursor = z.infer<typeof Cursor>
export const LedgerCursor = z.object({ byte: z.number().int().min(0), file: z.string() })
export type LedgerCursor = z.infer<typeof LedgerCursor>

/** A berth itself, or only its number. */
export const Notice = z.union([z.object({ berth: z.looseObject({}) }), z.object({ number: z.string().min(1) })])
export const Rename = z.object({ id: z.string().min(1).meta({ title: 'Berth' }), skipper: z.string().min(1) })
