/** How a source stands: as promised, behind, not readable, stopped by a person, never read. */
export type Health = 'fresh' | 'late' | 'broken' | 'paused' | 'never'
