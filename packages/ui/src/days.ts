/** Calendar days and their ranges: pure, for servers and tests as much as for pages. */
export { addDays, daysInRange, isRealDay, todayIn, type Day } from './format/day.ts'
export { presetIds, presetRange, type PresetId, type Range } from './components/date-range/presets.ts'
