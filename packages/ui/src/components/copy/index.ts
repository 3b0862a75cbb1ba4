export { default as CopyField } from './copy-field.svelte'
