export { default as CountBars } from './count-bars.svelte'
