export { type Column, type Order } from './columns.ts'
export { default as Table } from './table.svelte'
