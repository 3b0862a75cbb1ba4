export { createSegments } from './create-segments.ts'
export { segmentPeople } from './segment-people.ts'
export type { SegmentList, SegmentPreview, SegmentRow, Segments, SegmentsDeps, SegmentView } from './segments.ts'
export { membersOfSegments, segmentMembers } from './work-out.ts'
