export { default as Face } from './face.svelte'
