import { z } from 'zod'
import {
  BackfillInput,
  CheckResult,
  Connection,
  ConnectionCard,
  ConnectionHealth,
  ConnectionInput,
  ConnectionOfClient,
  ConnectorCard,
  CreateInput,
  DisconnectedCard,
  Done,
  DriftInput,
  FinishProviderSignInInput,
  Page,
  Quarantined,
  QuarantineInput,
  RunsInput,
  ScheduleInput,
  StreamInput,
  ProviderSignInInput,
  SyncRun,
  UpdateInput,
  WorkInput,
} from '../contract/index.ts'
import { done, inTenant, person, router } from '../trpc/builder.ts'

const Count = z.object({ count: z.number().int() })

/** A client's connections to outside systems. */
export const connections = router({
  catalogue: inTenant
    .output(z.array(ConnectorCard))
    .query(({ ctx }) => ctx.services.connections.catalogue(ctx.actor, ctx.tenantId)),
  list: inTenant
    .output(z.array(ConnectionCard))
    .query(({ ctx }) => ctx.services.connections.list(ctx.actor, ctx.tenantId)),
  across: person.output(z.array(ConnectionOfClient)).query(({ ctx }) => ctx.services.connections.across(ctx.actor)),
  read: inTenant
    .input(ConnectionInput)
    .output(Connection)
    .query(({ ctx, input }) => ctx.services.connections.read(ctx.actor, ctx.tenantId, input.connectionId)),
  create: inTenant
    .input(CreateInput)
    .output(z.object({ connectionId: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.services.connections.create(ctx.actor, ctx.tenantId, input)),
  update: inTenant
    .input(UpdateInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.connections.update(ctx.actor, ctx.tenantId, input)
      return done
    }),
  check: inTenant
    .input(ConnectionInput)
    .output(CheckResult)
    .mutation(({ ctx, input }) => ctx.services.connections.check(ctx.actor, ctx.tenantId, input.connectionId)),
  signIn: inTenant
    .input(ProviderSignInInput)
    .output(z.object({ url: z.url() }))
    .mutation(({ ctx, input }) => ctx.services.connections.beginSignIn(ctx.actor, ctx.tenantId, input)),
  finishSignIn: inTenant
    .input(FinishProviderSignInInput)
    .output(z.object({ connectionId: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.services.connections.finishSignIn(ctx.actor, ctx.tenantId, input)),
  pause: inTenant
    .input(ConnectionInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.connections.pause(ctx.actor, ctx.tenantId, input.connectionId)
      return done
    }),
  resume: inTenant
    .input(ConnectionInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.connections.resume(ctx.actor, ctx.tenantId, input.connectionId)
      return done
    }),
  disconnect: inTenant
    .input(ConnectionInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.connections.disconnect(ctx.actor, ctx.tenantId, input.connectionId)
      return done
    }),
  disconnected: inTenant
    .output(z.array(DisconnectedCard))
    .query(({ ctx }) => ctx.services.connections.disconnected(ctx.actor, ctx.tenantId)),
  reconnect: inTenant
    .input(ConnectionInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.connections.reconnect(ctx.actor, ctx.tenantId, input.connectionId)
      return done
    }),
  syncNow: inTenant
    .input(ConnectionInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.connections.syncNow(ctx.actor, ctx.tenantId, input.connectionId)
      return done
    }),
  backfill: inTenant
    .input(BackfillInput)
    .output(z.object({ workId: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.services.connections.backfill(ctx.actor, ctx.tenantId, input)),
  cancel: inTenant
    .input(WorkInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.connections.cancel(ctx.actor, ctx.tenantId, input.workId)
      return done
    }),
  health: inTenant
    .input(ConnectionInput)
    .output(ConnectionHealth)
    .query(({ ctx, input }) => ctx.services.connections.health(ctx.actor, ctx.tenantId, input.connectionId)),
  repair: inTenant
    .input(StreamInput)
    .output(z.object({ workId: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.services.connections.repair(ctx.actor, ctx.tenantId, input)),
  setDrift: inTenant
    .input(DriftInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.connections.setDrift(ctx.actor, ctx.tenantId, input)
      return done
    }),
  acceptFields: inTenant
    .input(StreamInput)
    .output(Count)
    .mutation(({ ctx, input }) => ctx.services.connections.acceptFields(ctx.actor, ctx.tenantId, input)),
  setSchedule: inTenant
    .input(ScheduleInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.connections.setSchedule(ctx.actor, ctx.tenantId, input)
      return done
    }),
  probe: inTenant
    .input(ConnectionInput)
    .output(CheckResult)
    .mutation(({ ctx, input }) => ctx.services.connections.probe(ctx.actor, ctx.tenantId, input.connectionId)),
  runs: inTenant
    .input(RunsInput)
    .output(Page(SyncRun))
    .query(({ ctx, input }) => ctx.services.connections.runs(ctx.actor, ctx.tenantId, input)),
  quarantine: inTenant
    .input(RunsInput)
    .output(Page(Quarantined))
    .query(({ ctx, input }) => ctx.services.quarantine.list(ctx.actor, ctx.tenantId, input)),
  replay: inTenant
    .input(QuarantineInput)
    .output(Count)
    .mutation(({ ctx, input }) => ctx.services.quarantine.replay(ctx.actor, ctx.tenantId, input.ids)),
  dismiss: inTenant
    .input(QuarantineInput)
    .output(Count)
    .mutation(({ ctx, input }) => ctx.services.quarantine.dismiss(ctx.actor, ctx.tenantId, input.ids)),
})
