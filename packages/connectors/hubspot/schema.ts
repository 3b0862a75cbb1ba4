import { z } from 'zod'

const propertyNames = (title: string, example: string) =>
  z
    .array(
      z
        .string()
        .trim()
        .regex(/^[a-z][a-z0-9_]*$/, 'the internal name of a HubSpot property: small letters, digits and _'),
    )
    .default([])
    .meta({
      title,
      description:
        'Internal names of properties that hold campaign codes or the like. Never name one that holds personal data: these values are kept in the clear.',
      placeholder: example,
    })

export const Config = z.object({
  leads: z.enum(['lifecycle', 'object', 'none']).default('lifecycle').meta({
    title: 'What is a lead',
    description:
      'lifecycle: contacts that reached the stage lead, MQL or SQL. object: records of HubSpot’s own Leads (Sales Hub Professional and up). none: leads are not read.',
  }),
  campaigns: z.boolean().default(true).meta({
    title: 'Read campaigns',
    description: 'Marketing campaigns and the contacts they influenced. Needs Marketing Hub Professional and up.',
  }),
  forms: z.boolean().default(true).meta({ title: 'Read forms' }),
  contactProperties: propertyNames('Further contact properties', 'utm_campaign'),
  dealProperties: propertyNames('Further deal properties', 'utm_campaign'),
})
export type Config = z.infer<typeof Config>

const OAuthSecrets = z.object({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1),
  /** From when on it is renewed before it is used. */
  renewAt: z.iso.datetime(),
  scopes: z.array(z.string()),
})

/** Signing in, or a token of a private app; where both are there the token, typed later, counts. */
export const Secrets = z
  .object({
    privateAppToken: z.string().trim().min(1).optional().meta({
      title: 'Private app token',
      description:
        'Only where you do not sign in: the access token of a private app or service key of this HubSpot account.',
      placeholder: 'pat-na1-…',
    }),
    privateAppSecret: z.string().trim().min(1).optional().meta({
      title: 'Private app client secret',
      description: 'Only for webhooks of that private app: proves that a delivery comes from HubSpot.',
    }),
    oauth: OAuthSecrets.optional().meta({ hidden: true }),
  })
  .refine(({ privateAppToken, oauth }) => privateAppToken !== undefined || oauth !== undefined, {
    message: 'sign in at HubSpot, or enter the token of a private app',
    path: ['privateAppToken'],
  })
export type Secrets = z.infer<typeof Secrets>

/** What the operator registered at HubSpot: one app for all customers. Its client secret signs the webhooks. */
export const App = z.object({
  clientId: z.string().trim().min(1).meta({ title: 'Client id', secret: false }),
  clientSecret: z.string().trim().min(1).meta({ title: 'Client secret' }),
})
export type App = z.infer<typeof App>
