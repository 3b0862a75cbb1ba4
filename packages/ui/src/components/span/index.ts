export { default as SpanMark } from './span-mark.svelte'
