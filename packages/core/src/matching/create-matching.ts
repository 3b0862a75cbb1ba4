import { Invalid, NotFound } from '@throughline/canonical'
import type { Actor, Inside } from '@throughline/db'
import { requireMay } from '../tenants/may.ts'
import { codeCounts, judgeAgain, seenCode, seenCodes } from './code-seen.store.ts'
import { readDictionary, refcodeRules, sayDecision, sayRules, tenantCurrency } from './dictionary.store.ts'
import { matchReports, daySums } from './match-report.store.ts'
import type { CodePage, Matching, MatchingDeps, Named } from './matching.ts'
import { normalCode } from './normal-code.ts'
import { qualityOf } from './quality.ts'
import { choicesFor, isThere, nameOfRecord, namesOf } from './records.store.ts'
import { RefcodeDecision } from './refcode-decision.ts'
import { compileRules, RefcodeRules, rulesWithoutKeywords } from './refcode-rules.ts'
import type { RecordName } from './sources.ts'
import { tiers } from '../attribution/evidence.ts'

const pageSize = 50
/** Codes that rules are tried on before they are saved. */
const triedOn = 5_000

/** The desk of codes and rules. */
export function createMatching({ door, notifier, now }: MatchingDeps): Matching {
  const reading = <T>(actor: Actor, tenantId: string, fn: (inside: Inside) => Promise<T>) =>
    door.withTenant(actor, tenantId, async (inside) => {
      requireMay(inside.role, 'matching.read')
      return fn(inside)
    })
  const deciding = async <T>(
    actor: Actor,
    tenantId: string,
    fn: (inside: Inside) => Promise<{ batch: number | undefined; answer: T }>,
  ): Promise<T> => {
    const { batch, answer } = await door.withTenant(actor, tenantId, async (inside) => {
      requireMay(inside.role, 'matching.decide')
      return fn(inside)
    })
    if (batch !== undefined) notifier.tell({ tenantId, kind: 'batch', batch })
    return answer
  }
  return {
    codes: (actor, tenantId, asked) => reading(actor, tenantId, (inside) => codePage(inside, asked)),
    decide: (actor, tenantId, { code: sent, decision }) =>
      deciding(actor, tenantId, async (inside) => {
        const code = normalCode(sent)
        const seen = await seenCode(inside, code)
        if (!seen) throw new NotFound('No such code was seen.')
        if (decision?.says === 'creative' || decision?.says === 'campaign') {
          const { says: kind, source, key } = decision
          if (!(await isThere(inside, { kind, source, key })))
            throw new NotFound('There is no such creative or campaign.')
        }
        const said = decision && RefcodeDecision.parse(decision)
        const { batch, before } = await sayDecision(inside, code, said, now())
        const state = await judgeAgain(inside, await readDictionary(inside), code)
        return { batch, answer: { before, state } }
      }),
    choices: (actor, tenantId, search) => reading(actor, tenantId, (inside) => choicesFor(inside, search.trim(), 20)),
    rules: (actor, tenantId) =>
      reading(actor, tenantId, async (inside) => {
        const { rules, own } = await refcodeRules(inside)
        const seen = await seenCodes(inside, { states: ['new', 'near', 'rule'], search: '', offset: 0, limit: triedOn })
        const find = compileRules(rules)
        const fits = rules.map(() => 0)
        for (const { code } of seen) {
          const at = find(code)?.at
          if (at !== undefined) fits[at]! += 1
        }
        return { rules, own, fits }
      }),
    saveRules: (actor, tenantId, said) =>
      deciding(actor, tenantId, async (inside) => {
        const rules = said && RefcodeRules.parse(said)
        const [empty] = rules ? rulesWithoutKeywords(rules) : []
        if (empty !== undefined)
          throw new Invalid(`Rule ${empty + 1} has no keyword, so it would fit nothing.`, `rules.${empty}.keywords`)
        for (const [at, { campaign }] of (rules ?? []).entries())
          if (campaign && !(await isThere(inside, { kind: 'campaign', ...campaign })))
            throw new Invalid(`Rule ${at + 1} names a campaign that is not there.`, `rules.${at}.campaign`)
        return { batch: await sayRules(inside, rules, now()), answer: undefined }
      }),
    quality: (actor, tenantId, range) =>
      reading(actor, tenantId, async (inside) => {
        const days = Object.values(await daySums(inside, range))
        return qualityOf(days.flatMap((sums) => tiers.map((tier) => ({ tier, ...sums[tier] }))))
      }),
    reports: (actor, tenantId) => reading(actor, tenantId, (inside) => matchReports(inside, 30)),
  }
}

async function codePage(
  inside: Inside,
  { states, search, offset }: Parameters<Matching['codes']>[2],
): Promise<CodePage> {
  const found = await seenCodes(inside, { states, search: normalCode(search), offset, limit: pageSize + 1 })
  const rows = found.slice(0, pageSize)
  const records = rows.flatMap(({ place, concerns, suggestion }): RecordName[] => [
    ...concerns,
    ...recordsAt(place),
    ...recordsAt(suggestion),
  ])
  const names = await namesOf(inside, records)
  const named = (record: RecordName): Named => ({ ...record, name: names[nameOfRecord(record)] ?? record.key })
  const at = (kind: 'campaign' | 'creative', source: string | null, key: string | null): Named | null =>
    source === null || key === null ? null : named({ kind, source, key })
  return {
    rows: rows.map(({ place, concerns, suggestion, ...row }) => ({
      ...row,
      place: place && {
        ...{ channel: place.channel, partner: place.partner },
        campaign: at('campaign', place.source, place.campaign),
        creative: at('creative', place.source, place.creative),
      },
      concerns: concerns.map(named),
      suggestion: suggestion && {
        ...{ code: suggestion.code, score: suggestion.score },
        campaign: at('campaign', suggestion.source, suggestion.campaign),
        creative: at('creative', suggestion.source, suggestion.creative),
      },
    })),
    more: found.length > pageSize,
    counts: await codeCounts(inside),
    currency: await tenantCurrency(inside),
  }
}

function recordsAt(
  at: { source: string | null; creative: string | null; campaign: string | null } | null,
): RecordName[] {
  if (!at || at.source === null) return []
  const { source, creative, campaign } = at
  return [
    ...(creative === null ? [] : [{ kind: 'creative', source, key: creative }]),
    ...(campaign === null ? [] : [{ kind: 'campaign', source, key: campaign }]),
  ]
}
