export { default as Module } from './module.svelte'
export { default as Sheet } from './sheet.svelte'
