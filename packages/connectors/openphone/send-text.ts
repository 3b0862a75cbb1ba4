import type { Action, Ctx, Done } from '@throughline/connector-kit'
import { z } from 'zod'
import { ask, bucket } from './quo.ts'
import { Message, Page, type Config } from './schema.ts'

const SendText = z.object({
  from: z
    .string()
    .regex(/^PN\w+$/, 'the id of a number, PN…')
    .meta({ title: 'From', description: 'The id of one of your numbers.' }),
  to: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'a number such as +13145550142')
    .meta({ title: 'To' }),
  text: z.string().trim().min(1).max(1_600).meta({ title: 'Text' }),
})
type SendText = z.infer<typeof SendText>

const Sent = z.looseObject({ data: z.looseObject({ id: z.string().min(1) }) })
/** How far back a text that may have gone out is looked for. */
const lookBackMs = 24 * 3_600_000

/** One text to one person. The provider knows no idempotency key: whether it went out is looked up by number, person and words. */
export const sendText: Action<Config, SendText> = {
  title: 'Send a text',
  input: SendText,
  recipient: ({ to }) => ({ channel: 'sms', phone: to }),
  preview: async ({ http }, { from, to, text }) => {
    await ask(http, `/phone-numbers/${encodeURIComponent(from)}`)
    const parts = segmentsOf(text)
    return {
      summary: `Sends one text of ${parts} ${parts === 1 ? 'part' : 'parts'} to the number ending in ${to.slice(-4)}.`,
    }
  },
  run: async ({ http }, { from, to, text }) => {
    const json = { content: text, from, to: [to] }
    const answer = await http.post('/v1/messages', { bucket, json, again: false })
    return { ref: answer.json(Sent).data.id }
  },
  find: (ctx, _key, input) => lookUp(ctx, input),
}

async function lookUp({ http, now }: Ctx<Config>, { from, to, text }: SendText): Promise<Done | undefined> {
  const since = new Date(now().getTime() - lookBackMs).toISOString()
  const query = { phoneNumberId: from, to, direction: 'outgoing', 'createdAt[gt]': since, limit: '50' }
  const { data } = (await ask(http, '/messages', { query })).json(Page)
  const found = data.flatMap((row) => {
    const message = Message.safeParse(row)
    return message.success && message.data.text?.trim() === text ? [message.data.id] : []
  })
  return found[0] === undefined ? undefined : { ref: found[0] }
}

const gsm = /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ]*$/
/** Texts are billed by parts: 160 letters of the carriers' own alphabet, 70 of any other; fewer each where there are several. */
export function segmentsOf(text: string): number {
  const [one, many] = gsm.test(text) ? [160, 153] : [70, 67]
  return text.length <= one ? 1 : Math.ceil(text.length / many)
}
