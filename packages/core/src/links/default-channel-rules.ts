import type { ChannelRule, Condition } from './channel-rules.ts'
import { clickIds } from './click-ids.ts'
import * as known from './known-places.ts'

const when =
  (field: Condition['field'], comparison: Condition['comparison']) =>
  (...values: string[]): Condition => ({ field, comparison, values })
const refcodeBegins = when('refcode', 'begins')
const mediumIs = when('medium', 'is')
const mediumBegins = when('medium', 'begins')
const sourceIs = when('source', 'is')
const sourceLike = when('source', 'like')
const cameWith = when('click_id', 'is')
const from = when('referrer', 'under')
const fromLike = when('referrer', 'like')

const rule = (channel: ChannelRule['channel'], note: string, ...conditions: Condition[]): ChannelRule => ({
  channel,
  note,
  when: conditions,
})

/**
 * What holds until a tenant says otherwise, in their order: codes of one's own, what was paid, what the link says, what came along
 * with the click, where it came from.
 */
export const defaultChannelRules: readonly ChannelRule[] = [
  rule('sms', 'Codes of texts', refcodeBegins('sms_', 'tx_', 'txt_', 'text_', 'p2p_')),
  rule('email', 'Codes of emails', refcodeBegins('em_', 'email_')),
  rule('ads', 'Codes of ads', refcodeBegins('fb_', 'ig_', 'meta_', 'ad_', 'ads_', 'gads_')),
  rule('mail', 'Codes of letters', refcodeBegins('dm_', 'mail_')),
  rule('web', 'Codes of the client’s own site', refcodeBegins('web_', 'website_', 'homepage_', 'site_')),

  rule('partner', 'Paid by what it brings', mediumIs(...known.mediums.partner)),
  rule('ads', 'Paid, as the link says', mediumIs(...known.mediums.ads)),
  rule('ads', 'Paid, as the link says', mediumBegins('paid', 'cpc', 'ppc')),
  rule('ads', 'Click ids of ads', cameWith(...clickIds.ads)),

  rule('sms', 'Texts, as the link says', mediumIs(...known.mediums.sms)),
  rule('email', 'Emails, as the link says', mediumIs(...known.mediums.email)),
  rule('social', 'Social networks, as the link says', mediumIs(...known.mediums.social)),
  rule('mail', 'Letters and print, as the link says', mediumIs(...known.mediums.mail)),
  rule('call', 'Calls, as the link says', mediumIs(...known.mediums.call)),
  rule('event', 'Events, as the link says', mediumIs(...known.mediums.event)),
  rule('search', 'Search, as the link says', mediumIs('organic', 'organic_search', 'organic-search', 'search', 'seo')),
  rule('web', 'Other sites, as the link says', mediumIs(...known.mediums.web)),
  rule('crm', 'A CRM’s own mailings and tasks', mediumIs('crm')),

  rule('ads', 'Sources that are ads', sourceIs(...known.sources.ads)),
  rule('ads', 'Sources that are ads', sourceLike('*_ads', '*-ads', '* ads', '*_ad', '*-ad')),
  rule('email', 'Sources that send emails', sourceIs(...known.sources.email)),
  rule('sms', 'Sources that send texts', sourceIs(...known.sources.sms)),
  rule('social', 'Sources that are social networks', sourceIs(...known.sources.social)),
  rule('search', 'Assistants that answer what was asked', sourceIs(...known.assistants)),
  rule('search', 'Sources that are search engines', sourceIs(...known.sources.search)),
  rule('direct', 'Nothing, in so many words', sourceIs('(direct)', 'direct')),

  rule('partner', 'Click ids of partners', cameWith(...clickIds.partner)),
  rule('email', 'Click ids of emails', cameWith(...clickIds.email)),
  rule('social', 'Click ids that networks add to every link', cameWith(...clickIds.social)),

  rule(
    'direct',
    'From one page of the site to another',
    when('visit', 'is')('internal'),
    when('refcode', 'missing')(),
    when('source', 'missing')(),
    when('medium', 'missing')(),
  ),
  rule('email', 'Read in a mailbox', from(...known.mailboxes)),
  rule('email', 'Read in a mailbox', fromLike('webmail.*', 'mail.*', 'outlook.*')),
  rule('sms', 'Read among texts', from(...known.textApps)),
  rule('ads', 'Networks that show ads', from(...known.adHosts)),
  rule('search', 'Assistants that answer what was asked', from(...known.assistants, ...known.assistantApps)),
  rule('social', 'Social networks', from(...known.networks)),
  rule('search', 'Search engines', from(...known.engines)),
  rule('search', 'Search engines of every country', fromLike(...known.enginesByCountry)),

  rule('other', 'A code that nobody described', when('refcode', 'given')()),
  rule('other', 'A source that nobody described', when('source', 'given')()),
  rule('other', 'A medium that nobody described', when('medium', 'given')()),
  rule('web', 'Any other page', when('visit', 'is')('outside')),
]
