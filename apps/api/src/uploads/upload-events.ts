import { Invalid, Unauthenticated } from '@throughline/canonical'
import { FileFormat } from '../contract/index.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponse } from '../http/problem.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import { sessionToken } from '../http/session-cookie.ts'
import type { HttpContext } from '../http/variables.ts'

/** Takes a file of past events from our own pages, read as it comes: it is never whole in memory. */
export async function uploadEvents({ services }: ApiDeps, publicUrl: URL, c: HttpContext): Promise<Response> {
  const { raw } = c.req
  if (!isSameOrigin(raw.headers, publicUrl))
    return problemResponse({ title: 'Not allowed', status: 403, detail: 'This did not come from our own pages.' })
  const token = sessionToken(raw.headers)
  const found = token === undefined ? undefined : await services.signIn.authenticate(token)
  if (!found) throw new Unauthenticated('Not signed in.')
  const tenantId = await services.tenants.tenantOf(found.actor, c.req.param('tenant') ?? '')
  const format = FileFormat.safeParse(c.req.query('format'))
  if (!format.success) throw new Invalid('A file is csv or ndjson.', 'format')
  const made = await services.eventImports.upload(found.actor, tenantId, {
    name: c.req.query('name') ?? '',
    format: format.data,
    chunks: raw.body ?? empty(),
  })
  return Response.json(made)
}

async function* empty(): AsyncGenerator<Uint8Array> {
  // A request without a body is a file without rows.
}
