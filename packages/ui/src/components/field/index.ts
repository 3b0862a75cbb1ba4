export { default as CheckField } from './check-field.svelte'
export { default as SelectField } from './select-field.svelte'
export { default as TextField } from './text-field.svelte'
