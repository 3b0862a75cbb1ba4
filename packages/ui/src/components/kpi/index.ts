export { default as Delta } from './delta.svelte'
export { default as Kpi } from './kpi.svelte'
export { default as Sparkline } from './sparkline.svelte'
