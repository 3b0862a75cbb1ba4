import { Toasts } from '@throughline/ui'

/** The browser's own; nothing is said on the server. */
export const toasts = new Toasts()
