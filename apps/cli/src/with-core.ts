import { bringUpToDate } from './up-to-date.ts'
import { StartFailure } from '@throughline/db/embedded'
import { listTenants, type ListedTenant } from '@throughline/core/tenants'
import { pino } from 'pino'
import type { Context } from './command.ts'
import { openCore, type Core } from './compose/core.ts'
import { openInstallation, type Installation } from './installation.ts'

/** Runs a command's work over the installation's services, beside a running start where there is one. */
export const withCore = async <T>(
  context: Context,
  doing: string,
  fn: (core: Core, installation: Installation) => Promise<T>,
  options: { join?: boolean } = {},
): Promise<T> => {
  const { env, now, bar } = context
  const installation = await openInstallation({
    env,
    doing,
    join: options.join ?? true,
    onProgress: ({ stage, fraction }) => {
      bar.show(stage, fraction)
    },
  })
  try {
    bar.clear()
    await bringUpToDate(installation.logins.owner, { unlessSame: true })
    const logger = pino({ level: 'silent' })
    const core = await openCore({
      installation,
      env,
      publicUrl: env['PUBLIC_URL'] ?? 'http://127.0.0.1:3000',
      logger,
      now,
    })
    try {
      return await fn(core, installation)
    } finally {
      await core.close()
    }
  } finally {
    await installation.close()
  }
}

/** The tenants a command is for: all, or the one whose slug is given. */
export const chosenTenants = async (core: Core, command: string, slug: string | undefined): Promise<ListedTenant[]> => {
  const all = await listTenants(core.door, command)
  if (slug === undefined) return all
  const one = all.filter((tenant) => tenant.slug === slug)
  if (one.length === 0)
    throw new StartFailure(
      `There is no client "${slug}"; there are: ${all.map((tenant) => tenant.slug).join(', ') || 'none'}.`,
    )
  return one
}
