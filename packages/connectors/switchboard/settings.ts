import { TimeZone } from '@throughline/canonical'
import { z } from 'zod'
import { messageFields } from './columns.ts'

export const Config = z.object({
  backfillFrom: z.iso.date().meta({
    title: 'Read history from',
    description: 'Broadcasts sent before this day are left out.',
  }),
  timeZone: TimeZone.default('America/New_York').meta({
    title: 'Time zone',
    description: 'The zone of the organisation in Switchboard: on its days the cost of a broadcast is booked.',
  }),
  inbox: z.boolean().default(true).meta({
    title: 'Read the inbox',
    description: 'Replies and opt-outs that belong to no broadcast, from a daily export of the inbox.',
  }),
  contacts: z.boolean().default(false).meta({
    title: 'Read names and e-mail addresses',
    description: 'Off: people are known by their number alone.',
  }),
  exports: z.boolean().default(true).meta({
    title: 'Export large broadcasts',
    description:
      'Broadcasts of more than 5,000 messages are read from a file that Switchboard makes. Off: page by page.',
  }),
  links: z.record(z.string(), z.string()).default({}).meta({
    title: 'Where short links lead',
    description:
      'A short link, or its last part, and the address with its refcode. Links are never opened to find out.',
  }),
  columns: z.record(z.string(), z.enum(messageFields)).default({}).meta({
    title: 'Columns of exports',
    description: 'A heading that is not understood by itself, and the field that it is.',
  }),
  optOutWords: z.array(z.string()).default([]).meta({
    title: 'Further opt-out words',
    description: 'Replies that end texting, beside STOP, END, QUIT, CANCEL, UNSUBSCRIBE and the like.',
  }),
})
export type Config = z.infer<typeof Config>

export const Secrets = z.object({
  accountId: z.string().trim().min(1).meta({
    title: 'Account id',
    secret: false,
    description: 'From Organization Settings > API in Switchboard.',
    placeholder: 'ac_…',
  }),
  secretKey: z.string().trim().min(1).meta({
    title: 'Secret key',
    description: 'Shown once, when it is made.',
    placeholder: 'sk_…',
  }),
  webhookUsername: z.string().default('').meta({ title: 'Webhook: username', secret: false, generate: true }),
  webhookPassword: z.string().default('').meta({
    title: 'Webhook: password',
    generate: true,
    description: 'Type the same under Organization Settings > Webhooks in Switchboard.',
  }),
})
export type Secrets = z.infer<typeof Secrets>
