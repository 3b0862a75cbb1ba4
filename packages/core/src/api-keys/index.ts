export type { Allowance, ApiKeys, ApiKeysDeps, KeyCard, ProvedKey } from './api-keys.ts'
export { createApiKeys } from './create-api-keys.ts'
export { kindOfKey } from './key-text.ts'
export { OverLimit } from './over-limit.ts'
