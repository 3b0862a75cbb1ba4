import { z } from 'zod'
import { InTenant } from './shared.ts'

/** visits.note (mutation): a section of a client's pages was opened, by its name in the address. */
export const VisitInput = InTenant.extend({ section: z.string().regex(/^[a-z][a-z-]{0,40}$/) })
