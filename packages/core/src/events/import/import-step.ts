import type { Inside } from '@throughline/db'
import { z } from 'zod'
import { importSteps } from './event-imports.ts'

/** What the work of an import keeps between slices. */
export const StepInput = z.object({
  step: z.enum(importSteps),
  /** The last piece that a dry run looked at. */
  after: z.number().int().default(0),
})
export type StepInput = z.infer<typeof StepInput>

/** One piece of the work of an import, in transactions of the job's own. */
export interface ImportStepOf {
  tenantId: string
  importId: string
  workId: string
  /** Who asked for it: what is done in the end is audited as theirs to have begun. */
  input: StepInput
  inTenant: <T>(fn: (inside: Inside) => Promise<T>) => Promise<T>
}

/** Whether something is left. */
export type Left = 'more' | 'nothing'
