/** What became of one part of a page: parts fail alone. `say`: why what was asked cannot be, in the API's own sentence. */
export type Outcome<T> =
  { ok: true; value: T } | { ok: false; denied: boolean; reference: string | undefined; say?: string | undefined }
