export { default as JourneyTimeline } from './journey-timeline.svelte'
export type { TimelineTouch } from './timeline-touch.ts'
