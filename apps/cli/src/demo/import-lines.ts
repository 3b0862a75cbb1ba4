import type { Services } from '@throughline/api'

type Imports = Services['eventImports']
type Actor = Parameters<Imports['list']>[0]

/** Where what stands in an event of our own form, one level deep, belongs. */
const asItIs = (column: string, name: string) => ({ column, name, type: 'as_is' as const })
const mapping: Parameters<Imports['map']>[3] = {
  eventId: 'event_id',
  eventType: { column: 'event_type' },
  source: { column: 'source' },
  timestamp: { column: 'timestamp', format: 'iso', zone: 'UTC' },
  userId: 'user_id',
  anonymousId: null,
  sessionId: 'session_id',
  region: null,
  properties: [
    ...['campaign_id', 'delivery_channel', 'view_type', 'engagement_type'].map((name) =>
      asItIs(`properties.${name}`, name),
    ),
    ...['platform', 'library', 'page', 'utm', 'click_ids', 'refcode', 'refcode2'].map((name) =>
      asItIs(`context.${name}`, `context.${name}`),
    ),
  ],
}

const settled: readonly string[] = ['written', 'undoing', 'undone']

/** How far a file is: `wanted`, what stands in it is to be handed over. */
export type LinesImported = 'wanted' | 'under way' | 'written'

/**
 * One step of bringing in a file of events in our own form, as a person does it: upload, say what the columns are, write. A file of
 * that name that is there already goes on from where it stands.
 */
export async function importLines(
  imports: Imports,
  actor: Actor,
  tenantId: string,
  name: string,
  text?: string,
): Promise<LinesImported> {
  const known = (await imports.list(actor, tenantId)).find((each) => each.name === name && each.state !== 'deleted')
  // What somebody took back is left so.
  if (known && settled.includes(known.state)) return 'written'
  if (known?.state === 'uploading') {
    // It broke off with an earlier start.
    await imports.remove(actor, tenantId, known.importId)
    return 'wanted'
  }
  if (!known) {
    if (text === undefined) return 'wanted'
    const { importId } = await imports.upload(actor, tenantId, { name, format: 'ndjson', chunks: pieces(text) })
    await imports.map(actor, tenantId, importId, mapping)
    await imports.start(actor, tenantId, importId, 'write')
    return 'under way'
  }
  const { state, work, importId } = known
  const isUnderWay = work?.state === 'queued' || work?.state === 'running'
  if (isUnderWay) return 'under way'
  if (state === 'ready') await imports.map(actor, tenantId, importId, mapping)
  await imports.start(actor, tenantId, importId, 'write')
  return 'under way'
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
