import type { Face } from '@throughline/core/quality'
import type { ApiDeps } from '../deps.ts'
import type { Asked } from '../trpc/context.ts'

type Measuring = Pick<ApiDeps, 'meter' | 'metrics'>

/** After so long the caller was told that it took too long, whatever came of it. */
const tooLateMs = 30_000

/** Tells the meter and Prometheus what an answer to clients came to. Its bytes are shared out evenly over what one request asked. */
export function note({ meter, metrics }: Measuring, face: Face, asked: readonly Asked[], bytes: number): void {
  metrics.answeredBytes.inc({ face }, bytes)
  for (const { tenantId, ms, cpuUs, failed: own } of asked) {
    const failed = own || ms >= tooLateMs
    metrics.answers.inc({ face, outcome: failed ? 'failed' : 'answered' })
    meter?.note({ tenantId, face, failed, ms, cpuUs, bytes: Math.round(bytes / asked.length) })
  }
}

/** The same answer, read to its end and noted; not for streams. */
export async function measured(
  deps: Measuring,
  face: Face,
  response: Response,
  asked: readonly Asked[],
): Promise<Response> {
  const body = response.body === null ? null : await response.arrayBuffer()
  note(deps, face, asked, body?.byteLength ?? 0)
  return body === null ? response : new Response(body, response)
}
