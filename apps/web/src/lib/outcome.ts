/** What became of one part of a page: parts fail alone. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; denied: boolean; reference: string | undefined }
