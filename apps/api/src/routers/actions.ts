import {
  Action,
  ActionCatalogue,
  ActionCatalogueInput,
  ActionInput,
  ActionPage,
  DecideActionInput,
  ListActionsInput,
  Preview,
  RequestActionInput,
  SettleActionInput,
  WishInput,
} from '../contract/index.ts'
import { inTenant, router } from '../trpc/builder.ts'

/** Changing things at outside systems: the one way out. */
export const actions = router({
  catalogue: inTenant
    .input(ActionCatalogueInput)
    .output(ActionCatalogue)
    .query(({ ctx, input }) => ctx.services.actions.catalogue(ctx.actor, ctx.tenantId, input.connectionId)),
  list: inTenant
    .input(ListActionsInput)
    .output(ActionPage)
    .query(({ ctx, input }) => ctx.services.actions.list(ctx.actor, ctx.tenantId, input)),
  preview: inTenant
    .input(WishInput)
    .output(Preview)
    .mutation(({ ctx, input }) => ctx.services.actions.preview(ctx.actor, ctx.tenantId, input)),
  request: inTenant
    .input(RequestActionInput)
    .output(Action)
    .mutation(({ ctx, input }) => ctx.services.actions.request(ctx.actor, ctx.tenantId, input)),
  decide: inTenant
    .input(DecideActionInput)
    .output(Action)
    .mutation(({ ctx, input }) => ctx.services.actions.decide(ctx.actor, ctx.tenantId, input)),
  undo: inTenant
    .input(ActionInput)
    .output(Action)
    .mutation(({ ctx, input }) => ctx.services.actions.undo(ctx.actor, ctx.tenantId, input.actionId)),
  settle: inTenant
    .input(SettleActionInput)
    .output(Action)
    .mutation(({ ctx, input }) => ctx.services.actions.settle(ctx.actor, ctx.tenantId, input)),
})
