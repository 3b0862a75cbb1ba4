/** A request as it came over the wire: the bytes are what a signature was made over. */
export interface RawRequest {
  method: string
  url: string
  headers: Headers
  body: Uint8Array
}
