import {
  ArchiveLinkInput,
  BuildInput,
  Built,
  CreateLinkInput,
  Done,
  LinkSettings,
  LintInput,
  Linted,
  LintLiveInput,
  LiveLint,
  MadeLink,
  RemoveTemplateInput,
  SaveNamingInput,
  SaveRulesInput,
  SaveTemplateInput,
  ShortLinks,
  TriedLink,
  TryLinkInput,
} from '../contract/index.ts'
import { done, inTenant, router } from '../trpc/builder.ts'

/**
 * How a client's links are named, built and judged, and the short ones that are served here. What is only tried is posted all the
 * same: a list of rules or of links is longer than an address may be.
 */
export const links = router({
  settings: inTenant
    .output(LinkSettings)
    .query(({ ctx }) => ctx.services.links.settings(ctx.actor, ctx.tenantId) as Promise<LinkSettings>),
  saveRules: inTenant
    .input(SaveRulesInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.links.saveRules(ctx.actor, ctx.tenantId, input.rules)
      return done
    }),
  saveNaming: inTenant
    .input(SaveNamingInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.links.saveNaming(ctx.actor, ctx.tenantId, input.naming)
      return done
    }),
  saveTemplate: inTenant
    .input(SaveTemplateInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.links.saveTemplate(ctx.actor, ctx.tenantId, input.template)
      return done
    }),
  removeTemplate: inTenant
    .input(RemoveTemplateInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.links.removeTemplate(ctx.actor, ctx.tenantId, input.templateId)
      return done
    }),
  tryLink: inTenant
    .input(TryLinkInput)
    .output(TriedLink)
    .mutation(async ({ ctx, input: { url, referrer, rules } }) => {
      const tried = { url, ...(referrer === undefined ? {} : { referrer }), ...(rules === undefined ? {} : { rules }) }
      const { channel, rule, signals } = await ctx.services.links.tryLink(ctx.actor, ctx.tenantId, tried)
      return { channel, rule, signals: { ...signals, clickIds: [...(signals.clickIds ?? [])] } }
    }),
  build: inTenant
    .input(BuildInput)
    .output(Built)
    .mutation(({ ctx, input: { url, values, tokens } }) =>
      ctx.services.links.build(ctx.actor, ctx.tenantId, { url, values, tokens }),
    ),
  lint: inTenant
    .input(LintInput)
    .output(Linted)
    .mutation(({ ctx, input }) => ctx.services.links.lint(ctx.actor, ctx.tenantId, input.urls)),
  lintLive: inTenant
    .input(LintLiveInput)
    .output(LiveLint)
    .query(({ ctx, input: { from, to } }) => ctx.services.links.lintLive(ctx.actor, ctx.tenantId, { from, to })),
  list: inTenant.output(ShortLinks).query(async ({ ctx }) => {
    const rows = await ctx.services.links.list(ctx.actor, ctx.tenantId)
    return { links: rows.map((row) => ({ ...row, url: addressOf(ctx.deps.publicUrl, row.code) })) }
  }),
  create: inTenant
    .input(CreateLinkInput)
    .output(MadeLink)
    .mutation(async ({ ctx, input: { tenant: _, ...link } }) => {
      const made = await ctx.services.links.create(ctx.actor, ctx.tenantId, link)
      return { ...made, url: addressOf(ctx.deps.publicUrl, made.code) }
    }),
  archive: inTenant
    .input(ArchiveLinkInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.links.archive(ctx.actor, ctx.tenantId, input.linkId, input.archived)
      return done
    }),
})

const addressOf = (publicUrl: string, code: string): string => `${publicUrl}/l/${code}`
