import { z } from 'zod'

/** What the customer fills in. */
export const Config = z.object({
  backfillFrom: z.iso.date().meta({ title: 'Read history from' }),
  phoneNumberIds: z
    .array(z.string())
    .default([])
    .meta({ title: 'Numbers', description: 'Ids of the numbers to read, PN…; all of them where left empty.' }),
})
export type Config = z.infer<typeof Config>

export const Secrets = z.object({
  apiKey: z.string().min(1).meta({ title: 'API key', description: 'Made by an owner or admin under Settings, API.' }),
  webhookKey: z
    .string()
    .default('')
    .meta({ title: 'Webhook key', description: 'Shown once when the webhook is made; it begins with whsec_.' }),
  legacyWebhookKey: z
    .string()
    .default('')
    .meta({ title: 'Key of an older webhook', description: 'Of a webhook made inside the app, in base64.' }),
})
export type Secrets = z.infer<typeof Secrets>

const Moment = z.iso.datetime({ offset: true })
const text = z.string().nullish()
/** Numbers of people, short codes, and words such as Anonymous. */
const Party = z.string().min(1)

/** A message as the dated API lists it. */
export const Message = z.looseObject({
  id: z.string().min(1),
  from: Party.nullish(),
  to: z.union([z.array(Party), Party.transform((one) => [one])]),
  text: text,
  direction: z.enum(['incoming', 'outgoing']),
  status: z.string(),
  errorCode: z.union([z.string(), z.number()]).nullish(),
  phoneNumberId: text,
  conversationId: text,
  userId: text,
  createdAt: Moment,
  updatedAt: Moment.nullish(),
})
export type Message = z.infer<typeof Message>

/** A participant is an object in the dated API and a bare number in the older one. */
const Participant = z.union([
  z.looseObject({ phoneNumber: Party, actorId: text }),
  Party.transform((phoneNumber) => ({ phoneNumber, actorId: undefined })),
])

export const Call = z.looseObject({
  id: z.string().min(1),
  phoneNumberId: text,
  direction: z.enum(['incoming', 'outgoing']),
  status: z.string(),
  participants: z.array(Participant).default([]),
  answeredAt: Moment.nullish(),
  completedAt: Moment.nullish(),
  createdAt: Moment,
  updatedAt: Moment.nullish(),
  duration: z.number().nonnegative().nullish(),
  forwardedTo: text,
  aiHandled: z.unknown(),
  conversationId: text,
})
export type Call = z.infer<typeof Call>

const Named = z.looseObject({ value: text })
/** A contact as the older surface gives it: with its addresses, in one answer. */
export const Contact = z.looseObject({
  id: z.string().min(1),
  source: text,
  externalId: text,
  defaultFields: z.looseObject({
    firstName: text,
    lastName: text,
    company: text,
    role: text,
    emails: z.array(Named).nullish(),
    phoneNumbers: z.array(Named).nullish(),
  }),
  createdAt: Moment.nullish(),
  updatedAt: Moment.nullish(),
})
export type Contact = z.infer<typeof Contact>

export const PhoneNumber = z.looseObject({
  id: z.string().min(1),
  phoneNumber: text,
  number: text,
  name: text,
  createdAt: Moment.nullish(),
})
export type PhoneNumber = z.infer<typeof PhoneNumber>

/** A page of the dated API. */
export const Page = z.looseObject({ data: z.array(z.unknown()), nextCursor: z.string().nullish() })
/** A page of the older one: its `totalItems` is wrong and looked at by nobody. */
export const OldPage = z.looseObject({ data: z.array(z.unknown()), nextPageToken: z.string().nullish() })
export const One = z.looseObject({ data: z.unknown() })
export const Organization = z.looseObject({
  data: z.looseObject({ id: z.string().min(1), name: text, subscriptionStatus: text }),
})
