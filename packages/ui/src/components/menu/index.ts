export { type MenuItem } from './menu-items.ts'
export { default as Menu } from './menu.svelte'
