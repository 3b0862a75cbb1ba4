/** Reads at most `limit` bytes; what comes after them is never read. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let room = limit
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader()
  while (room > 0) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    chunks.push(value.subarray(0, room))
    room -= value.length
  }
  await reader.cancel()
  return Buffer.concat(chunks)
}
