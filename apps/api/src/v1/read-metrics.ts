import { Invalid } from '@throughline/canonical'
import { modelNames } from '@throughline/core/attribution'
import { dimensions, dimensionWords } from '@throughline/core/metrics'
import { Answer, Dictionary, Question } from '../contract/index.ts'
import { readBody } from '../http/read-body.ts'
import { problemResponse } from '../http/problem.ts'
import type { Operation } from './operation.ts'

/** Every metric in words, with what it can be asked by. */
export const listMetrics: Operation = {
  id: 'listMetrics',
  method: 'GET',
  path: '/v1/metrics',
  summary: 'Every metric, what it means and what it can be asked by',
  scope: 'metrics:read',
  counts: 'requests',
  answers: { 200: { description: 'The dictionary.', body: Dictionary } },
  async handle({ deps, key }) {
    const metrics = await deps.services.figures.dictionary(key.actor, key.tenantId)
    const words = dimensions.map((id) => ({ id, ...dimensionWords[id] }))
    return Response.json(Dictionary.parse({ metrics, dimensions: words, models: [...modelNames] }))
  },
}

/** A question is short. */
const longest = 64 * 1024

/** Any metrics by anything that they are kept by, as known at a batch. Reads only; it is a POST because a question is an object. */
export const queryMetrics: Operation = {
  id: 'queryMetrics',
  method: 'POST',
  path: '/v1/metrics/query',
  summary: 'Ask for figures',
  description:
    'Up to ten metrics over a range of days, filtered, broken down, compared, by an attribution model and window, as known at a batch. Money is in minor units, shares and ratios are fractions; a figure that cannot be told says why, and is never a zero instead.',
  scope: 'metrics:read',
  counts: 'requests',
  body: { 'application/json': Question },
  answers: { 200: { description: 'The whole, and a row for each key of `by`.', body: Answer } },
  async handle({ deps, c, key }) {
    const sent = await readBody(c.req.raw, longest + 1)
    if (sent.length > longest)
      return problemResponse({ title: 'Too large', status: 413, detail: 'A question has at most 64 KiB.' })
    const question = Question.safeParse(parsedJson(sent))
    if (!question.success) {
      const [issue] = question.error.issues
      throw new Invalid(issue?.message ?? 'This is not a question.', issue?.path.join('.'))
    }
    return Response.json(Answer.parse(await deps.services.figures.query(key.actor, key.tenantId, question.data)))
  },
}

/** @throws Invalid where it is no JSON */
function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString())
  } catch {
    throw new Invalid('The body is not JSON.')
  }
}
