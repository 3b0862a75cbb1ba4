export type { ConversionsOut, ConversionsPreview, ConversionsView, EventName, OutState } from './conversions-out.ts'
export { createConversionsOut } from './create-conversions-out.ts'
export { sendConversions } from './send-conversions.ts'
