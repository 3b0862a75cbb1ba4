import { z } from 'zod'
import { creditChannels } from '../attribution/place.ts'

const record = z.object({ source: z.string().min(1).max(80), key: z.string().min(1).max(200) })

/** What a person says of a code: it is this creative's, this campaign's, of this channel, or nothing that says where it came from. */
export const RefcodeDecision = z.discriminatedUnion('says', [
  z.object({ says: z.literal('creative'), ...record.shape }),
  z.object({ says: z.literal('campaign'), ...record.shape }),
  z.object({ says: z.literal('channel'), channel: z.enum(creditChannels) }),
  z.object({ says: z.literal('ignore') }),
])
export type RefcodeDecision = z.infer<typeof RefcodeDecision>

/** Decisions by the code in its normal form. */
export type RefcodeDecisions = ReadonlyMap<string, RefcodeDecision>
