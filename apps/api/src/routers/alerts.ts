import {
  AcknowledgeInput,
  AgencyAlerts,
  AlertCount,
  AlertInput,
  Alerts,
  AlertsChanged,
  AlertSettings,
  AlertsInput,
  AlertStory,
  AssignAlertInput,
  ChannelInput,
  ChannelSaved,
  ChannelTested,
  CommentAlertInput,
  Done,
  SaveChannelInput,
  SaveQuietInput,
  SnoozeInput,
} from '../contract/index.ts'
import { done, inTenant, person, router } from '../trpc/builder.ts'

/** What is wrong, who looks after it, and who is told. */
export const alerts = router({
  list: inTenant
    .input(AlertsInput)
    .output(Alerts)
    .query(({ ctx, input }) => ctx.services.alerts.list(ctx.actor, ctx.tenantId, input)),
  one: inTenant
    .input(AlertInput)
    .output(AlertStory)
    .query(({ ctx, input }) => ctx.services.alerts.one(ctx.actor, ctx.tenantId, input.alertId)),
  count: inTenant.output(AlertCount).query(({ ctx }) => ctx.services.alerts.count(ctx.actor, ctx.tenantId)),
  ofAgency: person.output(AgencyAlerts).query(({ ctx }) => ctx.services.alerts.ofAgency(ctx.actor)),
  acknowledge: inTenant
    .input(AcknowledgeInput)
    .output(AlertsChanged)
    .mutation(({ ctx, input }) => ctx.services.alerts.acknowledge(ctx.actor, ctx.tenantId, input.alertIds)),
  snooze: inTenant
    .input(SnoozeInput)
    .output(AlertsChanged)
    .mutation(({ ctx, input }) =>
      ctx.services.alerts.snooze(ctx.actor, ctx.tenantId, input.alertIds, new Date(input.until)),
    ),
  assign: inTenant
    .input(AssignAlertInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.alerts.assign(ctx.actor, ctx.tenantId, input.alertId, input.userId)
      return done
    }),
  comment: inTenant
    .input(CommentAlertInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.alerts.comment(ctx.actor, ctx.tenantId, input.alertId, input.text)
      return done
    }),
  settings: inTenant.output(AlertSettings).query(({ ctx }) => ctx.services.alerts.settings(ctx.actor, ctx.tenantId)),
  saveChannel: inTenant
    .input(SaveChannelInput)
    .output(ChannelSaved)
    .mutation(({ ctx, input: { tenant: _tenant, ...input } }) =>
      ctx.services.alerts.saveChannel(ctx.actor, ctx.tenantId, input),
    ),
  removeChannel: inTenant
    .input(ChannelInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.alerts.removeChannel(ctx.actor, ctx.tenantId, input.channelId)
      return done
    }),
  testChannel: inTenant
    .input(ChannelInput)
    .output(ChannelTested)
    .mutation(({ ctx, input }) => ctx.services.alerts.testChannel(ctx.actor, ctx.tenantId, input.channelId)),
  saveQuiet: inTenant
    .input(SaveQuietInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.alerts.saveQuiet(ctx.actor, ctx.tenantId, input.quiet)
      return done
    }),
})
