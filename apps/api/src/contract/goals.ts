import { Day, Instant } from '@throughline/canonical'
import { z } from 'zod'
import { InTenant } from './shared.ts'

const Growth = z.enum(['adds', 'rises', 'level'])
const Unit = z.enum(['money', 'count', 'share', 'ratio', 'hours', 'months', 'points'])
/** In the metric's own unit; null where nothing can be said. */
const amount = z.number().nullable()

/** goals.list (query). `projected`: what the season comes to at the present pace; how likely it is, no model says yet. */
export const Goal = z.object({
  goalId: z.uuid(),
  name: z.string(),
  metric: z.string(),
  from: Day,
  to: Day,
  target: z.number(),
  pacing: z.enum(['linear', 'last_year']),
  version: z.number().int(),
  archivedAt: Instant.nullable(),
  title: z.string(),
  unit: Unit,
  wanted: z.enum(['up', 'down']),
  growth: Growth,
  state: z.enum(['upcoming', 'running', 'over']),
  value: amount,
  why: z.string().nullable(),
  expected: amount,
  ahead: amount,
  reached: amount,
  projected: amount,
  onPace: z.boolean().nullable(),
  path: z.array(z.object({ day: Day, value: z.number(), expected: amount })).nullable(),
  daysBehind: z.number().int(),
})
export type Goal = z.infer<typeof Goal>
export const Goals = z.object({
  goals: z.array(Goal),
  currency: z.string(),
  today: Day,
  metrics: z.array(z.object({ id: z.string(), title: z.string(), unit: Unit, growth: Growth })),
})
export type Goals = z.infer<typeof Goals>

/** goals.save (mutation): a new one where no id is given. What is wrong is said in a sentence where it is understood. */
export const SaveGoalInput = InTenant.extend({
  goalId: z.uuid().optional(),
  goal: z.record(z.string().max(40), z.union([z.string().max(400), z.number()])),
})
export const SavedGoal = z.object({ goalId: z.uuid() })
/** goals.archive (mutation), and back. */
export const ArchiveGoalInput = InTenant.extend({ goalId: z.uuid(), archived: z.boolean() })
