import type { PreviewRow } from './event-imports.ts'
import type { JudgedRow } from './judge-rows.ts'
import { maskPersonal } from './mask-personal.ts'

/** A row as a person sees it before anything is written. */
export function previewRow({ row, event = {}, judged }: JudgedRow): PreviewRow {
  const text = (name: string) => (typeof event[name] === 'string' ? event[name].slice(0, 200) : '')
  const refused = judged.ok ? undefined : judged.rejection
  const properties = Object.entries((event['properties'] ?? {}) as Record<string, unknown>)
  return {
    row,
    ok: judged.ok,
    code: refused?.code ?? null,
    field: refused?.field ?? null,
    reason: refused?.reason ?? null,
    type: text('event_type'),
    at: judged.ok ? new Date(judged.event.happenedAt).toISOString() : text('timestamp'),
    who: maskPersonal(text('user_id') || text('anonymous_id')),
    properties: properties
      .map(([name, value]) => `${name}: ${typeof value === 'string' ? maskPersonal(value) : JSON.stringify(value)}`)
      .join(', ')
      .slice(0, 300),
  }
}
