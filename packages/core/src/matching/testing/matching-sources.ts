import type { Codes } from '../../attribution/evidence.ts'
import type { DictionarySources } from '../build-dictionary.ts'
import type { AdCodes, CampaignCodes, CreativeCodes } from '../sources.ts'

/** Two ad campaigns and a text broadcast; add what a test is about. */
export const campaign = (key: string, more: Partial<CampaignCodes> = {}): CampaignCodes => ({
  ...{ source: 'acme', key, channel: 'ads', creative: null, startsAt: null },
  ...more,
})
export const creative = (key: string, ...refcodes: string[]): CreativeCodes => ({
  ...{ source: 'acme', key, links: refcodes.map((refcode) => ({ refcodes: { refcode } })) },
})
export const ad = (key: string, of: string, more: Partial<AdCodes> = {}): AdCodes => ({
  ...{ source: 'acme', key, campaign: of, adSet: null, creative: null, links: [] },
  ...more,
})
export const sources = (more: Partial<DictionarySources> = {}): DictionarySources => ({
  ...{ creatives: [], ads: [], campaigns: [], links: [], rules: [], decisions: new Map() },
  ...more,
})
export const codes = (refcodes: Record<string, string>, more: Partial<Codes> = {}): Codes => ({
  ...{ happenedAt: Date.parse('2026-11-10T18:00:00Z'), refcodes, clickIds: {}, form: null, region: null },
  ...more,
})
