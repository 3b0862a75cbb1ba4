export { default as Toaster } from './toaster.svelte'
export { Toasts, type Toast } from './toasts.svelte.ts'
