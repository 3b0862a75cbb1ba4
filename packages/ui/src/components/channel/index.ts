export type { ChannelId } from './channel-id.ts'
export { default as ChannelIcon } from './channel-icon.svelte'
export { default as ChannelMark } from './channel-mark.svelte'
export { channelColour } from './channel-look.ts'
