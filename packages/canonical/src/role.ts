import { z } from 'zod'

/** What a person may do in an agency. Owner and admin see every tenant of it. */
export const AgencyRole = z.enum(['owner', 'admin', 'strategist', 'analyst'])
export type AgencyRole = z.infer<typeof AgencyRole>

/** What a person may do in one tenant, as the door resolves it. */
export const TenantRole = z.enum(['owner', 'admin', 'strategist', 'analyst', 'client_admin', 'viewer'])
export type TenantRole = z.infer<typeof TenantRole>

/** What a person sees first. It never decides what they may see. */
export const Persona = z.enum(['executive', 'performance', 'lifecycle', 'product', 'data_science', 'compliance'])
export type Persona = z.infer<typeof Persona>
