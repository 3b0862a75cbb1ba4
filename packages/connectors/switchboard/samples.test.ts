import { observeRows, readCsv, readCsvHeader, splitDelivery } from '@throughline/connector-kit'
import path from 'node:path'
import { expect, test } from 'vitest'
import { alongsideMessages } from './alongside.ts'
import { fieldsOf } from './columns.ts'
import { connector } from './connector.ts'
import { Config } from './settings.ts'
import broadcasts from './samples/broadcasts.json' with { type: 'json' }
import incoming from './samples/incoming-message.json' with { type: 'json' }
import messages from './samples/phone_messages.json' with { type: 'json' }
import updated from './samples/broadcast-updated.json' with { type: 'json' }

const config = Config.parse({ backfillFrom: '2026-01-01' })
const split = (body: object) => splitDelivery(connector, 'events', Buffer.from(JSON.stringify(body)), config)

test('a page of broadcasts, as far as its shape is known, is understood', () => {
  const { rows, quarantined } = observeRows(connector, 'broadcasts', broadcasts.data.page, config)
  expect(quarantined).toEqual([])
  expect(rows[0]?.records).toMatchObject([
    {
      kind: 'campaign',
      key: 'bc_0001',
      status: 'ended',
      counts: {
        totalMessages: 1000,
        delivered: 950,
        failed: 30,
        previouslyOptedOut: 12,
        skipped: 8,
        clicks: 87,
        replies: 41,
        optOuts: 14,
      },
    },
    { kind: 'spend', amount: { minor: 2470, currency: 'USD' }, sourceDay: { day: '2026-09-30' } },
    { kind: 'creative', links: [{ url: 'https://sb.example/aB3', place: 'text' }] },
  ])
})

test('a page of messages gives a dated touch each, a click and an opting out', () => {
  const rows = [...messages.data.page]
  const touches = observeRows(connector, 'messages', rows, config).rows.flatMap(({ records }) =>
    records.map(({ key }) => key),
  )
  expect(touches).toEqual(['pm_0001', 'pm_0001:sent', 'pm_0001:delivered'])
  const also = Object.entries(alongsideMessages(rows)).flatMap(
    ([stream, more]) => observeRows(connector, stream, more, config).rows,
  )
  expect(also.map(({ stream, key }) => [stream, key])).toEqual([
    ['clicks', 'pm_0001:clicked:2026-09-30T22:03:40.000Z'],
    ['opt_outs', 'pm_0001'],
  ])
})

test('an export with turned headings and quoted line ends names its columns', async () => {
  const file = path.join(import.meta.dirname, 'samples', 'phone_messages.csv')
  const columns = await readCsvHeader(file)
  const fields = fieldsOf(columns, 'broadcast', {})
  expect(columns.map((heading) => fields.get(heading))).toEqual([
    'reply_text',
    'id',
    'delivered_at',
    'sent_at',
    'to_number',
    'clicks',
    'opted_out_at',
    undefined,
  ])
  const rows: unknown[] = []
  for await (const page of readCsv(file, { columns })) rows.push(...page.rows)
  expect(rows).toMatchObject([{ Reply: 'Yes, "please"\r\nand thanks' }, { 'Opted Out At': '2026-10-01 01:15:00 UTC' }])
})

test('a delivery about a broadcast is a hint, and one about a message that came in is that message', () => {
  expect(split(updated)).toEqual({ rows: [], quarantined: [], hints: [{ stream: 'broadcasts', key: 'bc_0001' }] })
  expect(split(incoming).rows.map(({ stream, key }) => [stream, key])).toEqual([
    ['inbox', 'im_0002'],
    ['opt_outs', 'in:im_0002'],
  ])
})
