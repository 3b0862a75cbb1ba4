import { z } from 'zod'
import {
  DismissedEvents,
  DismissEventsInput,
  Done,
  EventDetail,
  EventInput,
  EventNames,
  EventPage,
  EventRules,
  EventsInput,
  KindInput,
  PersonalDataInput,
  RejectionGroup,
  RejectionSample,
  Replayed,
  ReplayInput,
  SamplesInput,
  SavedKind,
  SaveKindInput,
  Volume,
  VolumeInput,
} from '../contract/index.ts'
import { done, inTenant, router } from '../trpc/builder.ts'

/** What came in as events, what was refused of it, and by which rules. */
export const events = router({
  list: inTenant
    .input(EventsInput)
    .output(EventPage)
    .query(({ ctx, input }) => ctx.services.eventDesk.list(ctx.actor, ctx.tenantId, input)),
  read: inTenant
    .input(EventInput)
    .output(EventDetail)
    .query(({ ctx, input }) => ctx.services.eventDesk.read(ctx.actor, ctx.tenantId, input.eventId)),
  names: inTenant.output(EventNames).query(({ ctx }) => ctx.services.eventDesk.names(ctx.actor, ctx.tenantId)),
  volume: inTenant
    .input(VolumeInput)
    .output(Volume)
    .query(({ ctx, input }) => ctx.services.eventDesk.volume(ctx.actor, ctx.tenantId, input)),
  rejections: inTenant
    .output(z.array(RejectionGroup))
    .query(({ ctx }) => ctx.services.eventDesk.rejections(ctx.actor, ctx.tenantId)),
  samples: inTenant
    .input(SamplesInput)
    .output(z.array(RejectionSample))
    .query(({ ctx, input }) => ctx.services.eventDesk.samples(ctx.actor, ctx.tenantId, input)),
  replay: inTenant
    .input(ReplayInput)
    .output(Replayed)
    .mutation(({ ctx, input }) => ctx.services.eventDesk.replay(ctx.actor, ctx.tenantId, input)),
  dismiss: inTenant
    .input(DismissEventsInput)
    .output(DismissedEvents)
    .mutation(({ ctx, input }) => ctx.services.eventDesk.dismiss(ctx.actor, ctx.tenantId, input.group)),
  rules: inTenant.output(EventRules).query(({ ctx }) => ctx.services.eventDesk.rules(ctx.actor, ctx.tenantId)),
  setPersonalData: inTenant
    .input(PersonalDataInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.eventDesk.setPersonalData(ctx.actor, ctx.tenantId, input.personalData)
      return done
    }),
  saveKind: inTenant
    .input(SaveKindInput)
    .output(SavedKind)
    .mutation(({ ctx, input }) => ctx.services.eventDesk.saveKind(ctx.actor, ctx.tenantId, input)),
  archiveKind: inTenant
    .input(KindInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.eventDesk.archiveKind(ctx.actor, ctx.tenantId, input.name)
      return done
    }),
  restoreKind: inTenant
    .input(KindInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.eventDesk.restoreKind(ctx.actor, ctx.tenantId, input.name)
      return done
    }),
})
