import { z } from 'zod'
import type { Operation } from './operation.ts'

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), detail: z.string() })).optional(),
})
const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
const refusals = {
  400: { description: 'The request is wrong; `errors` names where.', content: problem },
  401: { description: 'No key, or one that does not work.', content: problem },
  403: { description: 'The key lacks the scope that `detail` names, or does not work from there.', content: problem },
  429: {
    description: 'Over the limit. `Retry-After` says in how many seconds to come again.',
    headers: { 'Retry-After': { schema: { type: 'integer' } } },
    content: problem,
  },
}

/** The face of `/v1` as OpenAPI 3.1, made from the schemas that the operations parse and answer with. */
export function openApi(operations: readonly Operation[], publicUrl: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations)
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = described(operation)
  return {
    openapi: '3.1.0',
    info: { title: 'Throughline', version: '1', description: 'What a client’s own systems may send and ask.' },
    servers: [{ url: publicUrl }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', bearerFormat: 'tl_… or tlb_…' },
        browserKey: { type: 'apiKey', in: 'query', name: 'key', description: 'A browser key (tlb_…), for sendBeacon.' },
      },
      schemas: { Problem: schemaOf(Problem, 'output') },
    },
  }
}

function described(operation: Operation): object {
  const { id, summary, description, scope, browser, parameters = {}, query, body, answers } = operation
  const inPath = Object.entries(parameters).map(([name, what]) => ({
    ...{ name, in: 'path', required: true, description: what },
    schema: { type: 'string' },
  }))
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, type]) => ({
    ...{ name, in: 'query', required: !(type as z.ZodType).safeParse(undefined).success },
    schema: schemaOf(type as z.ZodType, 'input'),
  }))
  return {
    operationId: id,
    summary,
    description: [description, scope === undefined ? undefined : `Needs the scope \`${scope}\`.`]
      .filter(Boolean)
      .join(' '),
    ...(browser && { security: [{ key: [] }, { browserKey: [] }] }),
    ...(inPath.length + inQuery.length > 0 && { parameters: [...inPath, ...inQuery] }),
    ...(body && { requestBody: { required: true, content: contentOf(body, 'input') } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          {
            description: answer.description,
            ...(answer.body && { content: contentOf({ 'application/json': answer.body }, 'output') }),
          },
        ]),
      ),
      ...refusals,
    },
  }
}

const contentOf = (bodies: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output') =>
  Object.fromEntries(Object.entries(bodies).map(([type, schema]) => [type, { schema: schemaOf(schema, io) }]))

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return json
}
