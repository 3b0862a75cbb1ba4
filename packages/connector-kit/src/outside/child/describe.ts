import type { AnyConnector } from '../../define-connector.ts'
import { shapeOf } from '../flat-schema.ts'
import { Description } from '../messages.ts'
import { recipeOf, secretsIn } from '../recipe.ts'

/** What a connector is, as data. @throws Error in words where an outside package cannot be so */
export function describe(connector: AnyConnector): Description {
  const { id, name, http, streams, webhooks, actions } = connector
  if (connector.app || connector.oauth)
    throw new Error('an outside package signs in by a key or a password, not by OAuth')
  const secrets = shapeOf(connector.auth.secrets)
  const recipe = recipeOf(connector.auth, Object.keys(secrets.properties))
  const signing = secretsIn(recipe)
  for (const [kind, { route, credentials = [] }] of Object.entries(webhooks)) {
    if (route === 'app') throw new Error(`the webhook ${kind} is of a whole app, which an outside package has none of`)
    const both = credentials.find((each) => signing.has(each))
    if (both !== undefined)
      throw new Error(
        `the secret ${both} signs requests, so it cannot prove the webhook ${kind} too: it would have to be shown`,
      )
  }
  const described = Description.safeParse({
    id,
    name,
    config: shapeOf(connector.config),
    secrets,
    recipe,
    limits: http.limits,
    classifies: http.classify !== undefined,
    tellsUsage: http.usage !== undefined,
    streams: mapped(streams, ({ title, rank, fetchAtOnce, drift, ...rest }) => ({
      title,
      rank,
      fetchAtOnce,
      drift,
      polled: rest.read !== undefined,
      rewinds: rest.read !== undefined && rest.rewind !== undefined,
      fetches: 'fetch' in rest,
      counts: 'totals' in rest,
      everyMinutes: rest.read === undefined ? undefined : rest.everyMinutes,
    })),
    webhooks: mapped(webhooks, ({ title, credentials = [] }) => ({ title, credentials })),
    actions: mapped(actions, ({ title, input, secondPerson, repeatable, undoMinutes, ...rest }) => ({
      title,
      input: shapeOf(input),
      undoes: 'undo' in rest,
      reaches: 'recipient' in rest,
      secondPerson: secondPerson ?? false,
      repeatable: repeatable ?? false,
      undoMinutes,
    })),
  })
  if (described.success) return described.data
  const [issue] = described.error.issues
  throw new Error(`its description does not fit at ${issue?.path.join('.') ?? 'all'}: ${issue?.message ?? ''}`)
}

const mapped = <From, To>(record: Record<string, From>, fn: (from: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, fn(value)]))
