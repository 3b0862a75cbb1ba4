/** A request as it crosses between threads. */
export interface WireRequest {
  url: string
  method: string
  headers: [string, string][]
  body: Uint8Array | null
}

export interface WireResponse {
  status: number
  headers: [string, string][]
  body: Uint8Array
}

export const packRequest = async (request: Request): Promise<WireRequest> => ({
  url: request.url,
  method: request.method,
  headers: [...request.headers],
  body: request.body ? new Uint8Array(await request.arrayBuffer()) : null,
})

export const unpackRequest = ({ url, method, headers, body }: WireRequest): Request =>
  new Request(url, { method, headers, ...(body ? { body: Buffer.from(body) } : {}) })

export const packResponse = async (response: Response): Promise<WireResponse> => ({
  status: response.status,
  headers: [...response.headers],
  body: new Uint8Array(await response.arrayBuffer()),
})

export const unpackResponse = ({ status, headers, body }: WireResponse): Response =>
  new Response([101, 204, 205, 304].includes(status) ? null : Buffer.from(body), { status, headers })
