import { and, eq, isNull, sql, tables, type Inside, type Transaction } from '@throughline/db'
import type { Secrets } from '../../secrets/index.ts'
import { AddressDoesNotOpen, ChannelAddress } from './channel.ts'

const { alertChannel, agencyAlertChannel } = tables

/** A channel as it is kept; `of` says whether it is the client's own or its agency's. */
export interface KeptChannel {
  channelId: string
  of: 'client' | 'agency'
  kind: 'mail' | 'slack' | 'pagerduty'
  name: string
  hint: string
  sealed: Uint8Array | null
  people: string[]
  severities: string[]
  rules: string[] | null
  isOn: boolean
}

const columnsOf = (table: typeof alertChannel | typeof agencyAlertChannel) => ({
  channelId: table.channelId,
  kind: table.kind,
  name: table.name,
  hint: table.hint,
  sealed: table.sealed,
  people: table.people,
  severities: table.severities,
  rules: table.rules,
  isOn: table.isOn,
})

/** The client's channels and, for staff and the system, its agency's. */
export async function channelsOf({ db }: Pick<Inside, 'db'>): Promise<KeptChannel[]> {
  const [own, agency] = await Promise.all([
    db.select(columnsOf(alertChannel)).from(alertChannel).where(isNull(alertChannel.archivedAt)),
    agencyChannels(db),
  ])
  return [...own.map((each) => ({ ...each, of: 'client' as const })), ...agency].sort(byName)
}

/** Channels of the agencies of this transaction. */
async function agencyChannels(db: Transaction): Promise<KeptChannel[]> {
  const rows = await db
    .select(columnsOf(agencyAlertChannel))
    .from(agencyAlertChannel)
    .where(isNull(agencyAlertChannel.archivedAt))
  return rows.map((each) => ({ ...each, of: 'agency' as const })).sort(byName)
}

const byName = (a: KeptChannel, b: KeptChannel) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

type Saved = Omit<KeptChannel, 'of'> & { changedBy: string; changedAt: string }

export async function saveChannel({ db, tenantId }: Pick<Inside, 'db' | 'tenantId'>, saved: Saved): Promise<void> {
  await db
    .insert(alertChannel)
    .values({ tenantId, ...saved })
    .onConflictDoUpdate({ target: [alertChannel.tenantId, alertChannel.channelId], set: saved })
}

export async function saveAgencyChannel(db: Transaction, agencyId: string, saved: Saved): Promise<void> {
  await db
    .insert(agencyAlertChannel)
    .values({ agencyId, ...saved })
    .onConflictDoUpdate({ target: [agencyAlertChannel.agencyId, agencyAlertChannel.channelId], set: saved })
}

/** Nothing more is told there, also not what waits. @returns whether it was there */
export async function archiveChannel({ db }: Pick<Inside, 'db'>, channelId: string, now: Date): Promise<boolean> {
  const at = now.toISOString()
  const gone = await db
    .update(alertChannel)
    .set({ archivedAt: at, isOn: false, sealed: null })
    .where(and(eq(alertChannel.channelId, channelId), isNull(alertChannel.archivedAt)))
    .returning({ id: alertChannel.channelId })
  await db.execute(sql`update alert_delivery set state = 'needless', why = 'The channel was removed.', settled_at = ${at}::timestamptz
    where channel_id = ${channelId}::uuid and state = 'queued'`)
  return gone.length > 0
}

/** @returns whether it was there */
export async function archiveAgencyChannel(db: Transaction, channelId: string, now: Date): Promise<boolean> {
  const gone = await db
    .update(agencyAlertChannel)
    .set({ archivedAt: now.toISOString(), isOn: false, sealed: null })
    .where(and(eq(agencyAlertChannel.channelId, channelId), isNull(agencyAlertChannel.archivedAt)))
    .returning({ id: agencyAlertChannel.channelId })
  return gone.length > 0
}

const clientContext = 'alert_channel.sealed'
const agencyContext = 'agency_alert_channel.sealed'
const bytesOf = (address: ChannelAddress) => Buffer.from(JSON.stringify(address))

/** A client's channel is sealed with its keys, an agency's with the installation's. */
export async function sealAddress(
  secrets: Secrets,
  inside: Pick<Inside, 'db' | 'tenantId'> | 'agency',
  address: ChannelAddress,
  now: Date,
): Promise<Uint8Array> {
  if (inside === 'agency') return secrets.seal(bytesOf(address), agencyContext)
  return (await secrets.forTenant(inside, now)).seal(bytesOf(address), clientContext)
}

/** Comes back as an error where the keys are others than what sealed it, so that no other channel waits for it. */
export async function openAddress(
  secrets: Secrets,
  inside: Pick<Inside, 'db' | 'tenantId'> | 'agency',
  sealed: Uint8Array,
  now: Date,
): Promise<ChannelAddress | AddressDoesNotOpen> {
  try {
    const plain =
      inside === 'agency'
        ? secrets.open(sealed, agencyContext)
        : (await secrets.forTenant(inside, now)).open(sealed, clientContext)
    return ChannelAddress.parse(JSON.parse(Buffer.from(plain).toString()))
  } catch (cause) {
    return new AddressDoesNotOpen('The address does not open.', { cause })
  }
}
