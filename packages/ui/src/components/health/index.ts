export { default as HealthDot } from './health-dot.svelte'
export { default as HealthDots } from './health-dots.svelte'
export { type Health } from './health.ts'
