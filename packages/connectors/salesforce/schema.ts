import { Currency } from '@throughline/canonical'
import { z } from 'zod'
import { myDomainPattern } from './hosts.ts'

export const Config = z.object({
  environment: z.enum(['production', 'sandbox']).default('production').meta({
    title: 'Environment',
    description: 'A sandbox signs in elsewhere, and its rows never mix with those of the org it was copied from.',
  }),
  loginDomain: z.string().trim().regex(myDomainPattern, 'such as https://acme.my.salesforce.com').optional().meta({
    title: 'My Domain',
    description: 'Only where the org does not let people sign in at login.salesforce.com.',
    placeholder: 'https://acme.my.salesforce.com',
  }),
  currency: Currency.default('USD').meta({
    title: 'Currency',
    description: 'Of the org’s amounts, where it keeps one currency only (Company Information in Setup).',
  }),
  apiShare: z.number().min(1).max(100).default(80).meta({
    title: 'Share of the API calls (percent)',
    description:
      'Reading rests once the org as a whole, with all its other integrations, has used this share of its calls of the last 24 hours.',
  }),
  bulkFrom: z.number().int().min(1).default(10_000).meta({
    title: 'Bulk from so many rows',
    description: 'Runs that have more to read than this use the Bulk API, which spends fewer calls and takes longer.',
  }),
  calls: z.boolean().default(false).meta({
    title: 'Read calls',
    description: 'Tasks of the kind Call: who was called, when and for how long. What they say is never read.',
  }),
  furtherFields: z
    .array(
      z
        .string()
        .trim()
        .regex(
          /^(Account|Contact|Lead|Opportunity|Campaign)\.[A-Za-z]\w*$/,
          'object and field, such as Lead.UTM_Source__c',
        ),
    )
    .max(100)
    .default([])
    .meta({
      title: 'Further fields',
      description:
        'Fields that hold campaign codes or the like. Never name one that holds personal data: these values are kept in the clear.',
      placeholder: 'Lead.UTM_Source__c',
    }),
  influenceModel: z
    .string()
    .trim()
    .regex(/^[A-Za-z]\w*$/, 'the API name of a campaign influence model')
    .default('Throughline')
    .meta({
      title: 'Campaign influence model',
      description:
        'API name of the custom, locked model that attribution is written into. Make it in Setup under Campaign Influence > Model Settings.',
    }),
})
export type Config = z.infer<typeof Config>

/** What a sign-in gives. Salesforce says nowhere when it ends. */
export const Session = z.object({
  accessToken: z.string().min(1),
  /** Every call goes there; it may change whenever a token is renewed. */
  instanceUrl: z.url(),
  issuedAt: z.iso.datetime(),
  scopes: z.array(z.string()),
  refreshToken: z.string().min(1).optional(),
})
export type Session = z.infer<typeof Session>

const Typed = z.string().trim().min(1).optional()

/** A session by signing in, or an app of the customer's own, by secret or by certificate. What was typed counts before a sign-in. */
export const Secrets = z
  .object({
    session: Session.optional().meta({ hidden: true }),
    myDomain: z.string().trim().regex(myDomainPattern, 'such as https://acme.my.salesforce.com').optional().meta({
      title: 'My Domain',
      description: 'Only where you do not sign in: the address of your org.',
      placeholder: 'https://acme.my.salesforce.com',
      secret: false,
    }),
    clientId: Typed.meta({
      title: 'Consumer key',
      description: 'Only where you do not sign in: of your own External Client App.',
      secret: false,
    }),
    clientSecret: Typed.meta({
      title: 'Consumer secret',
      description: 'Of that app, with the client credentials flow switched on and a user to run as.',
    }),
    username: Typed.meta({
      title: 'Username',
      description: 'Instead of the secret: whom the app acts as, with a certificate (JWT bearer flow).',
      secret: false,
    }),
    privateKey: Typed.meta({ title: 'Private key', description: 'PEM, of the certificate that the app knows.' }),
  })
  .refine((secrets) => secrets.session !== undefined || waysIn(secrets) !== 'session', {
    message: 'sign in at Salesforce, or enter your org’s address with the consumer key and secret of your own app',
    path: ['clientSecret'],
  })
export type Secrets = z.infer<typeof Secrets>

/** How these secrets get a session. */
export function waysIn(secrets: {
  myDomain?: string | undefined
  clientId?: string | undefined
  clientSecret?: string | undefined
  username?: string | undefined
  privateKey?: string | undefined
}): 'session' | 'client credentials' | 'jwt' {
  const { myDomain, clientId, clientSecret, username, privateKey } = secrets
  if (myDomain === undefined || clientId === undefined) return 'session'
  if (username !== undefined && privateKey !== undefined) return 'jwt'
  return clientSecret === undefined ? 'session' : 'client credentials'
}

/** The session to use. One from a sign-in is left aside once somebody typed another way in. */
export const sessionOf = (secrets: Secrets): Session | undefined =>
  waysIn(secrets) !== 'session' && secrets.session?.refreshToken !== undefined ? undefined : secrets.session

/** What the operator registered at Salesforce: one packaged External Client App for all customers. */
export const App = z.object({
  clientId: z.string().trim().min(1).meta({ title: 'Consumer key', secret: false }),
  clientSecret: z.string().trim().min(1).meta({ title: 'Consumer secret' }),
})
export type App = z.infer<typeof App>
