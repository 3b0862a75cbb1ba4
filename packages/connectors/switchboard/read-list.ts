import type { Ctx, ReadPage } from '@throughline/connector-kit'
import type { ListCursor } from './cursor.ts'
import { listFailed, stepList, waitUntil, type ListAt } from './paging.ts'
import type { Config } from './settings.ts'

/**
 * Reads a list from its first page to its last, in every pass: the source has no filter by date, and rows known just so write
 * nothing.
 */
export async function* readList(
  ctx: Ctx<Config>,
  { path, what }: { path: string; what: string },
  from: ListCursor,
): AsyncGenerator<ReadPage<ListCursor>> {
  let at: ListAt = from.list ?? {}
  for (;;) {
    waitUntil(ctx, at.notBefore)
    const step = await stepList(ctx, path, at)
    switch (step.outcome) {
      case 'page':
        if (!step.next) {
          yield { rows: step.rows, next: {}, last: true }
          return
        }
        at = step.next
        yield { rows: step.rows, next: { list: at } }
        break
      case 'again':
        at = step.next
        yield { rows: [], next: { list: at } }
        break
      case 'failed':
        throw listFailed(what, step.why)
      case 'gone':
        throw listFailed(what, 'this key is offered none')
    }
  }
}
