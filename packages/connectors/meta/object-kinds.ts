import { listedStatuses } from './status.ts'

/** What is asked of each kind of object, and how. */
export interface ObjectKind {
  /** The account's edge that lists them, and the stream's name. */
  edge: 'campaigns' | 'adsets' | 'ads' | 'creatives'
  path: string
  fields: string
  /** How many a page; a creative is heavy. */
  limit: number
  /** Absent: this edge knows no statuses and no times of change, so it is read whole each time. */
  prefix?: 'campaign' | 'adset' | 'ad'
  statuses?: readonly string[]
}

const common = 'id,account_id,name,status,effective_status,created_time,updated_time'

const campaigns: ObjectKind = {
  edge: 'campaigns',
  path: 'campaigns',
  prefix: 'campaign',
  fields: `${common},objective,buying_type,daily_budget,lifetime_budget,special_ad_categories,start_time,stop_time`,
  limit: 200,
  statuses: listedStatuses.campaigns,
}

const adsets: ObjectKind = {
  edge: 'adsets',
  path: 'adsets',
  prefix: 'adset',
  fields: `${common},campaign_id,daily_budget,lifetime_budget,optimization_goal,billing_event,bid_strategy,attribution_spec,targeting,start_time,end_time`,
  limit: 100,
  statuses: listedStatuses.adsets,
}

const ads: ObjectKind = {
  edge: 'ads',
  path: 'ads',
  prefix: 'ad',
  fields: `${common},campaign_id,adset_id,campaign{id,name},adset{id,name},creative{id},tracking_specs,conversion_domain`,
  limit: 100,
  statuses: listedStatuses.ads,
}

/** The parts of a creative that links hide in. */
export const linkFields =
  'id,url_tags,object_story_spec,asset_feed_spec,link_url,object_url,template_url,template_url_spec,effective_object_story_id'

const creatives: ObjectKind = {
  edge: 'creatives',
  path: 'adcreatives',
  fields: `${linkFields},account_id,name,status,object_type,title,body,call_to_action_type,thumbnail_url,image_hash,video_id`,
  limit: 50,
}

export const kinds = { campaigns, adsets, ads, creatives }
export type KindName = keyof typeof kinds
