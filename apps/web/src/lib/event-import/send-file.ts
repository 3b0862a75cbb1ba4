/** What came of sending a file: the import, or why there is none, in words. */
export type Sent = { ok: true; importId: string } | { ok: false; say: string | undefined; aborted: boolean }

/** How a file is read, by its name. */
export const formatOf = (name: string): 'csv' | 'ndjson' => (/\.(nd?json|jsonl)$/i.test(name) ? 'ndjson' : 'csv')

/** Sends a file as it lies on the disk, telling how much is gone. (`fetch` cannot tell.) */
export function sendFile(
  tenant: string,
  file: File,
  on: { progress: (share: number) => void },
): { done: Promise<Sent>; abort: () => void } {
  const request = new XMLHttpRequest()
  const query = new URLSearchParams({ name: file.name, format: formatOf(file.name) })
  const done = new Promise<Sent>((resolve) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => on.progress(total > 0 ? loaded / total : 0))
    request.addEventListener('load', () => resolve(answerOf(request)))
    request.addEventListener('error', () => resolve({ ok: false, say: undefined, aborted: false }))
    request.addEventListener('abort', () => resolve({ ok: false, say: undefined, aborted: true }))
  })
  request.open('POST', `/upload/${encodeURIComponent(tenant)}/events?${query.toString()}`)
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.send(file)
  return { done, abort: () => request.abort() }
}

function answerOf({ status, responseText }: XMLHttpRequest): Sent {
  let said: { importId?: unknown; detail?: unknown } = {}
  try {
    said = JSON.parse(responseText) as typeof said
  } catch {
    // Something between us answered in its own words.
  }
  if (status === 200 && typeof said.importId === 'string') return { ok: true, importId: said.importId }
  return { ok: false, say: typeof said.detail === 'string' ? said.detail : undefined, aborted: false }
}
