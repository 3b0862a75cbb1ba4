import { AskCustomer, connect, RetryLater, type Done } from '@throughline/connector-kit'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { refused } from './emulator.ts'
import { open, type MetaDrive } from './testing.ts'

const usd = (minor: number) => ({ minor, currency: 'USD' })

function desk(drive: MetaDrive, name: string) {
  const action = connector.actions[name]
  if (!action) throw new Error(name)
  const ctx = connect({ ...drive, signal: new AbortController().signal })
  return {
    accepts: (input: unknown) => action.input.safeParse(input).success,
    preview: (input: unknown) => action.preview(ctx, input),
    run: (input: unknown) => action.run(ctx, input, 'k'),
    find: (input: unknown) => action.find(ctx, 'k', input),
    paused: (input: unknown, done: Done) => action.paused?.(input, done),
    undo: async (done: Done | undefined, input: unknown) => action.undo?.(ctx, done ?? { ref: '' }, input),
  }
}
const campaignOf = ({ emulator }: MetaDrive, name: string, account = '1000') => {
  const found = [...emulator.ledger.campaigns.values()].find((each) => each.name === name && each.accountId === account)
  if (!found) throw new Error(name)
  return found
}
const say = async (asked: Promise<unknown>): Promise<string> => {
  const error: unknown = await asked.catch((failed: unknown) => failed)
  expect(error).toBeInstanceOf(AskCustomer)
  return (error as AskCustomer).say
}

describe('pausing and resuming', () => {
  test('says what will happen, does it once, and takes it back', async () => {
    const drive = open()
    const campaign = campaignOf(drive, 'Fall acquisition')
    const { preview, run, undo, paused } = desk(drive, 'pause_campaign')
    expect(await preview({ id: campaign.id })).toEqual({
      summary: 'Pauses the campaign “Fall acquisition”.',
      before: 'ACTIVE',
      after: 'PAUSED',
    })
    const done = await run({ id: campaign.id })
    expect(campaign.status).toBe('PAUSED')
    expect(paused({ id: campaign.id }, done)).toBe(campaign.id)
    expect(await preview({ id: campaign.id })).toMatchObject({ nothing: true })
    await undo(done, { id: campaign.id })
    expect(campaign.status).toBe('ACTIVE')
  })

  test('of what somebody else had paused already is not taken back', async () => {
    const drive = open()
    const campaign = campaignOf(drive, 'Retargeting')
    const { run, undo, paused } = desk(drive, 'pause_campaign')
    const done = await run({ id: campaign.id })
    expect(paused({ id: campaign.id }, done)).toBeUndefined()
    expect(desk(drive, 'pause_ad').paused({ id: campaign.id }, done)).toBeUndefined()
    await undo(done, { id: campaign.id })
    expect(campaign.status).toBe('PAUSED')
    expect(drive.emulator.objects.writes).toBe(0)
  })

  test('says where it will not deliver yet', async () => {
    const drive = open()
    const ad = [...drive.emulator.ledger.ads.values()].find(({ status }) => status === 'PAUSED')
    const adSet = drive.emulator.ledger.adSets.get(ad?.adSetId ?? '')
    if (!ad || !adSet) throw new Error('an ad')
    adSet.status = 'PAUSED'
    ad.status = 'PAUSED'
    const { preview } = desk(drive, 'resume_ad')
    expect((await preview({ id: ad.id })).summary).toContain('Resumes the ad')
  })

  test('of something archived, gone, or another client’s is refused in words', async () => {
    const drive = open()
    const { preview, run } = desk(drive, 'pause_campaign')
    expect(await say(preview({ id: campaignOf(drive, 'Summer, kept').id }))).toContain('archived')
    expect(await say(run({ id: '404' }))).toContain('no longer knows')
    expect(await say(run({ id: campaignOf(drive, 'Launch', '1900').id }))).toContain('ad account that is not in')
    expect(campaignOf(drive, 'Launch', '1900').status).toBe('ACTIVE')
  })

  test('without the permission asks to sign in again for it', async () => {
    const drive = open()
    drive.emulator.tokens.change(drive.emulator.secrets.good.oauth?.accessToken ?? '', { scopes: ['ads_read'] })
    const { preview, run } = desk(drive, 'pause_campaign')
    const input = { id: campaignOf(drive, 'Fall acquisition').id }
    expect((await preview(input)).after).toBe('PAUSED')
    expect(await say(run(input))).toContain('allow managing ads')
  })

  test('is found after a crash that came before the answer, and waits where Meta is busy', async () => {
    const drive = open()
    const input = { id: campaignOf(drive, 'Fall acquisition').id }
    const { run, find } = desk(drive, 'pause_campaign')
    drive.emulator.faults.next(refused({ code: 17, subcode: 2_446_079 }))
    await expect(run(input)).rejects.toThrow(RetryLater)
    drive.clock.advance(600_000)
    expect(await find(input)).toBeUndefined()
    await run(input)
    expect(await find(input)).toEqual({ ref: input.id, detail: { before: 'ACTIVE', after: 'PAUSED' } })
  })
})

describe('a budget', () => {
  const input = (id: string, more = {}) => ({ level: 'campaign', id, per: 'day', amount: usd(20_000), ...more })

  test('is set in minor units, with what it was said before', async () => {
    const drive = open()
    const campaign = campaignOf(drive, 'Fall acquisition')
    const { preview, run, undo } = desk(drive, 'set_budget')
    expect((await preview(input(campaign.id))).summary).toBe(
      'Sets the daily budget of the campaign “Fall acquisition” from 150.00 USD to 200.00 USD.',
    )
    const done = await run(input(campaign.id))
    expect(campaign.dailyBudgetMinor).toBe(20_000)
    expect(done.detail).toEqual({ before: usd(15_000), after: usd(20_000) })
    await undo(done, input(campaign.id))
    expect(campaign.dailyBudgetMinor).toBe(15_000)
  })

  test('that somebody else has changed since is not written over, neither there nor back', async () => {
    const drive = open()
    const campaign = campaignOf(drive, 'Fall acquisition')
    const { run, undo } = desk(drive, 'set_budget')
    expect(await say(run(input(campaign.id, { was: usd(14_000) })))).toContain('150.00 USD now')
    const done = await run(input(campaign.id, { was: usd(15_000) }))
    campaign.dailyBudgetMinor = 33_300
    expect(await say(undo(done, input(campaign.id)))).toContain('333.00 USD now')
    expect(campaign.dailyBudgetMinor).toBe(33_300)
  })

  test('found after a crash can be taken back where it was said what it was', async () => {
    const drive = open()
    const campaign = campaignOf(drive, 'Fall acquisition')
    const { run, find, undo } = desk(drive, 'set_budget')
    const asked = input(campaign.id, { was: usd(15_000) })
    await run(asked)
    const found = await find(asked)
    await undo(found, asked)
    expect(campaign.dailyBudgetMinor).toBe(15_000)
    await run(input(campaign.id))
    const without = await find(input(campaign.id))
    expect(await say(undo(without, input(campaign.id)))).toContain('not known')
  })

  test('that stands elsewhere, is of another kind or in other money is refused in words', async () => {
    const drive = open()
    const { preview } = desk(drive, 'set_budget')
    const [adSet] = drive.emulator.ledger.adSets.values()
    expect(await say(preview(input(adSet?.id ?? '', { level: 'ad_set' })))).toContain('stands on the campaign')
    expect(await say(preview(input(campaignOf(drive, 'Launch').id)))).toContain('on its ad sets')
    expect(await say(preview(input(campaignOf(drive, 'Retargeting').id)))).toContain('has a lifetime budget')
    const euros = { amount: { minor: 100, currency: 'EUR' } }
    expect(await say(preview(input(campaignOf(drive, 'Fall acquisition').id, euros)))).toContain('counts in USD')
    expect(desk(drive, 'set_budget').accepts(input('1', { amount: usd(0) }))).toBe(false)
  })
})
