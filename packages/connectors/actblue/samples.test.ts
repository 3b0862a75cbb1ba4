import path from 'node:path'
import { observeRows, readCsv, readCsvHeader, splitDelivery } from '@throughline/connector-kit'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { requiredCancellationColumns, requiredColumns } from './csv-schema.ts'
import { Config } from './schema.ts'
import weekly from './samples/contribution-weekly.json' with { type: 'json' }

const config = Config.parse({ entityIds: ['70001'], backfillFrom: '2026-01-01' })

async function observe(file: string, stream: string, required: string[], entityIds = config.entityIds) {
  const at = path.join(import.meta.dirname, 'samples', file)
  const columns = await readCsvHeader(at, required)
  const rows: unknown[] = []
  for await (const page of readCsv(at, { columns })) rows.push(...page.rows)
  return { columns, ...observeRows(connector, stream, rows, { ...config, entityIds }) }
}

describe('a paid report as ActBlue sends it', () => {
  const read = () => observe('paid_contributions.csv', 'donations', requiredColumns)

  test('has 101 columns and every row is understood', async () => {
    const { columns, rows, quarantined } = await read()
    expect(columns).toHaveLength(101)
    expect(quarantined).toEqual([])
    expect(rows.map(({ key, foreign }) => [key, foreign])).toEqual([
      ['600000011', undefined],
      ['600000012', 'entity 70002'],
      ['600000021', undefined],
    ])
  })

  test('gives a single gift with its final fee, and no plan', async () => {
    const { rows } = await read()
    expect(rows[0]?.records).toEqual([
      expect.objectContaining({
        kind: 'conversion',
        happenedAt: '2026-09-15T01:15:09.000Z',
        amount: { minor: 2500, currency: 'USD' },
        fee: { amount: { minor: 99, currency: 'USD' }, estimated: false },
        group: 'AB900000002',
        refcodes: { refcode: 'em_0914_a' },
        person: expect.objectContaining({
          email: 'donor@example.org',
          externalIds: { donor: '50000001' },
          address: expect.objectContaining({ line1: '12 Sample St, Apt "B"' }) as unknown,
        }) as unknown,
      }),
    ])
  })

  test('gives the second charge of a series its number, its plan and its click id', async () => {
    const { rows } = await read()
    expect(rows[2]?.records).toMatchObject([
      {
        kind: 'conversion',
        chargeNumber: 2,
        plan: 'AB900000001:70001',
        clickIds: { fbclid: { value: 'IwZXh0bgNhZW0BMABhZGlkAasAAAAA', truncated: false } },
      },
      { kind: 'recurring_plan', period: 'monthly', amount: { minor: 2500 }, chargesMade: 2 },
    ])
    expect(rows[2]?.records[1]).not.toHaveProperty('pledged')
    expect((rows[2]?.raw as Record<string, string>).Comments).toBe('line one\r\nline two')
  })
})

describe('a cancelled report as ActBlue sends it', () => {
  test('has 49 columns and ends the plan under our one entity', async () => {
    const { columns, rows } = await observe(
      'cancelled_recurring_contributions.csv',
      'cancellations',
      requiredCancellationColumns,
    )
    expect(columns).toHaveLength(49)
    expect(rows[0]?.records).toEqual([
      expect.objectContaining({
        key: 'AB900000001:70001',
        period: 'monthly',
        amount: { minor: 2500, currency: 'USD' },
        chargesMade: 2,
        cancelledAt: '2026-11-02T13:00:00.000Z',
        cancelReason: 'Donor request',
      }),
    ])
  })

  test('names no entity: with several, each one’s plan is supposed to end and none is given an amount', async () => {
    const { rows } = await observe(
      'cancelled_recurring_contributions.csv',
      'cancellations',
      requiredCancellationColumns,
      ['70001', '70002'],
    )
    expect(rows[0]?.records.map(({ key }) => key)).toEqual(['AB900000001:70001', 'AB900000001:70002'])
    for (const record of rows[0]?.records ?? []) {
      expect(record).toHaveProperty('stub', true)
      expect(record).not.toHaveProperty('amount')
    }
  })
})

test('a weekly notice with a pledge and a sunset plans exactly that', () => {
  const { rows } = splitDelivery(connector, 'contribution', Buffer.from(JSON.stringify(weekly)), config)
  expect(rows[0]?.records).toMatchObject([
    { kind: 'conversion', key: '600000042', amount: { minor: 577 }, happenedAt: '2026-10-09T13:00:00.000Z' },
    { kind: 'recurring_plan', period: 'weekly', pledged: 4, sunsetDay: '2026-11-03', amount: { minor: 577 } },
  ])
})
