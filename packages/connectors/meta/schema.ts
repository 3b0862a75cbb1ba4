import { z } from 'zod'
import { latestVersion } from './version.ts'

/** An ad account's number, with or without the `act_` that Meta writes before it in addresses. */
const AccountId = z
  .string()
  .trim()
  .regex(/^(act_)?\d{1,20}$/, 'the digits of an ad account’s number, for example 1000')
  .transform((text) => text.replace(/^act_/, ''))

/** Attribution windows that are still served; `7d_view` and `28d_view` come back empty since January 2026. */
const servedWindows = ['1d_click', '7d_click', '28d_click', '1d_view', '1d_ev'] as const

const breakdownNames = ['demographic', 'placement', 'device', 'region'] as const

export const Config = z.object({
  adAccounts: z.array(AccountId).default([]).meta({
    title: 'Ad accounts',
    description:
      'The numbers of this client’s ad accounts, from the address bar of Ads Manager. May be left empty where the sign-in sees only one.',
    placeholder: '1000',
  }),
  backfillFrom: z.iso.date().meta({
    title: 'Read from',
    description: 'The first day to read. Meta keeps daily figures for 37 months.',
  }),
  breakdowns: z
    .array(z.enum(breakdownNames))
    .default([])
    .meta({
      title: 'Breakdowns',
      description: `Daily figures in parts as well: ${breakdownNames.join(', ')}. Each is read by itself and adds to no sum.`,
    }),
  attributionWindows: z
    .array(z.enum(servedWindows))
    .default([...servedWindows])
    .meta({
      title: 'Attribution windows',
      description: 'For what Meta itself claims. It is kept beside the donations, never among them.',
    }),
  trackingParameters: z
    .array(z.string().regex(/^[\w.-]{1,60}$/, 'a parameter’s name, for example source_code'))
    .default([])
    .meta({
      title: 'Further tracking parameters',
      description: 'Parameters of your links that carry a code, beside refcode, refcode2 and the like.',
    }),
  datasetId: z
    .string()
    .regex(/^\d{1,20}$/, 'the digits of a dataset’s number')
    .optional()
    .meta({
      title: 'Dataset (pixel)',
      description: 'Where conversions are sent back to, if they are to be.',
    }),
  apiVersion: z
    .string()
    .regex(/^v\d{2}\.\d$/, 'a version, for example v25.0')
    .default(latestVersion)
    .meta({ title: 'API version', description: 'Leave as it is unless Meta has retired it.' }),
})
export type Config = z.infer<typeof Config>

/** What signing in makes: a token of about 60 days. */
export const SignedIn = z.object({
  accessToken: z.string().min(1),
  issuedAt: z.iso.datetime(),
  /** Absent: it has no end. */
  expiresAt: z.iso.datetime().optional(),
  scopes: z.array(z.string()),
})
export type SignedIn = z.infer<typeof SignedIn>

export const Secrets = z
  .object({
    systemUserToken: z.string().trim().min(20, 'a whole token').optional().meta({
      title: 'System user token',
      description:
        'Instead of signing in: Business settings > Users > System users > Generate token, with ads_read. Best for agencies: it need not expire.',
    }),
    tokenAppSecret: z.string().trim().min(8).optional().meta({
      title: 'App secret of that token',
      description: 'Only where the token was made for an app of your own.',
    }),
    tokenMayAct: z.boolean().optional().meta({
      title: 'This token may change campaigns',
      description: 'Tick if it was made with ads_management as well.',
      secret: false,
    }),
    oauth: SignedIn.optional().meta({ hidden: true }),
  })
  .refine(({ systemUserToken, oauth }) => systemUserToken ?? oauth, {
    message: 'sign in with Facebook, or paste a system user token',
    path: ['systemUserToken'],
  })
export type Secrets = z.infer<typeof Secrets>

/** What the operator of this installation registered at developers.facebook.com. */
export const App = z.object({
  appId: z.string().regex(/^\d+$/).meta({ title: 'App ID', secret: false }),
  appSecret: z.string().min(8).meta({ title: 'App secret' }),
  verifyToken: z
    .string()
    .min(8)
    .meta({ title: 'Verify token', description: 'Typed into the app’s webhook form as well.', generate: true }),
})
export type App = z.infer<typeof App>
