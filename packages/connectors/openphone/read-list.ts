import type { Ctx, ReadPage } from '@throughline/connector-kit'
import type { ListCursor } from './cursor.ts'
import { ask, bucket } from './quo.ts'
import { OldPage, Page, type Config } from './schema.ts'

/** The numbers of the workspace, page by page. */
export async function* readNumbers({ http }: Ctx<Config>, { token }: ListCursor): AsyncGenerator<ReadPage<ListCursor>> {
  let after = token
  for (;;) {
    const page = (await ask(http, '/phone-numbers', { query: { limit: '50', ...(after ? { after } : {}) } })).json(Page)
    after = page.nextCursor ?? undefined
    if (!after || page.data.length === 0) {
      yield { rows: page.data, next: {}, last: true }
      return
    }
    yield { rows: page.data, next: { token: after } }
  }
}

/** Contacts, from the older surface: it alone gives their addresses in one answer. */
export async function* readContacts(
  { http }: Ctx<Config>,
  { token }: ListCursor,
): AsyncGenerator<ReadPage<ListCursor>> {
  let pageToken = token
  for (;;) {
    const query = { maxResults: '50', ...(pageToken ? { pageToken } : {}) }
    const page = (await http.get('/v1/contacts', { bucket, query })).json(OldPage)
    pageToken = page.nextPageToken ?? undefined
    // A last page with a token was seen: an empty one ends it too.
    if (!pageToken || page.data.length === 0) {
      yield { rows: page.data, next: {}, last: true }
      return
    }
    yield { rows: page.data, next: { token: pageToken } }
  }
}
