export { default as TenantMark } from './tenant-mark.svelte'
export { default as TenantSwitcher } from './tenant-switcher.svelte'
