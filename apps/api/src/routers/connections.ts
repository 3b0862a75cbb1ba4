import { z } from 'zod'
import {
  BackfillInput,
  CheckResult,
  Connection,
  ConnectionCard,
  ConnectionInput,
  ConnectorCard,
  CreateInput,
  Done,
  InTenant,
  Page,
  Quarantined,
  QuarantineInput,
  RunsInput,
  SyncRun,
  UpdateInput,
  WorkInput,
} from '../contract/index.ts'
import { inTenant, notYet, router } from '../trpc/builder.ts'

const Count = z.object({ count: z.number().int() })
const WorkRef = z.object({ workId: z.uuid() })

/** A client's connections to outside systems. */
export const connections = router({
  catalogue: inTenant
    .input(InTenant)
    .output(z.array(ConnectorCard))
    .query(() => notYet()),
  list: inTenant
    .input(InTenant)
    .output(z.array(ConnectionCard))
    .query(() => notYet()),
  read: inTenant
    .input(ConnectionInput)
    .output(Connection)
    .query(() => notYet()),
  create: inTenant
    .input(CreateInput)
    .output(z.object({ connectionId: z.uuid() }))
    .mutation(() => notYet()),
  update: inTenant
    .input(UpdateInput)
    .output(Done)
    .mutation(() => notYet()),
  check: inTenant
    .input(ConnectionInput)
    .output(CheckResult)
    .mutation(() => notYet()),
  pause: inTenant
    .input(ConnectionInput)
    .output(Done)
    .mutation(() => notYet()),
  resume: inTenant
    .input(ConnectionInput)
    .output(Done)
    .mutation(() => notYet()),
  disconnect: inTenant
    .input(ConnectionInput)
    .output(Done)
    .mutation(() => notYet()),
  syncNow: inTenant
    .input(ConnectionInput)
    .output(Done)
    .mutation(() => notYet()),
  backfill: inTenant
    .input(BackfillInput)
    .output(WorkRef)
    .mutation(() => notYet()),
  cancel: inTenant
    .input(WorkInput)
    .output(Done)
    .mutation(() => notYet()),
  runs: inTenant
    .input(RunsInput)
    .output(Page(SyncRun))
    .query(() => notYet()),
  quarantine: inTenant
    .input(RunsInput)
    .output(Page(Quarantined))
    .query(() => notYet()),
  replay: inTenant
    .input(QuarantineInput)
    .output(Count)
    .mutation(() => notYet()),
  dismiss: inTenant
    .input(QuarantineInput)
    .output(Count)
    .mutation(() => notYet()),
})
