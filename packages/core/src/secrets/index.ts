export type { PersonKey, TenantKeyring } from './keyring.ts'
export { tenantKeyring } from './keyring.ts'
export { masterKeyFrom, newMasterKey, type MasterKey } from './master-key.ts'
export { createSecrets, KeyDoesNotOpen, rewrapTenantKeys, type Secrets } from './store.ts'
