export type { Flow } from './place-flows.ts'
export { default as Sankey } from './sankey.svelte'
