import type { Delivery } from '@throughline/connector-kit/testing'

/** Delivers one notice; a refusal is tried again, as the provider would. @throws Error where it is never taken */
export async function post(
  { kind, request }: Delivery,
  urls: Readonly<Record<string, string>>,
  { send }: { send: (request: Request) => Promise<Response> },
): Promise<void> {
  const url = urls[kind]
  if (url === undefined) throw new Error(`nobody hears of a ${kind}`)
  let answer: Response | undefined
  for (let attempt = 0; attempt < 5; attempt++) {
    answer = await send(
      new Request(url, { method: request.method, headers: request.headers, body: Buffer.from(request.body) }),
    )
    await answer.arrayBuffer()
    if (answer.ok) return
  }
  throw new Error(`a ${kind} notice was answered ${answer?.status ?? 0}`)
}
