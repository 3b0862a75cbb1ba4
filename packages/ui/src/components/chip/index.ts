export { default as Chip } from './chip.svelte'
export { default as ChipPopover } from './chip-popover.svelte'
