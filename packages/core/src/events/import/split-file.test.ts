import { cutRecord } from '@throughline/connector-kit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileFormat, FileRow } from './file-row.ts'
import { splitFile } from './split-file.ts'

async function split(bytes: Uint8Array, format: FileFormat, pieces = 7, partRows = 2) {
  const chunks = (async function* () {
    for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, at + pieces)
  })()
  const rows: FileRow[] = []
  let columns: string[] | undefined
  let most = 0
  for await (const part of splitFile(chunks, { format, cut: cutRecord, partRows })) {
    rows.push(...part.rows)
    columns = part.columns
    most = Math.max(most, part.rows.length)
  }
  return { rows, columns, most }
}
const csv = (text: string, pieces?: number) => split(Buffer.from(text), 'csv', pieces)
const fieldsOf = ({ rows }: { rows: FileRow[] }) => rows.map(({ row, fields, wrong }) => [row, fields ?? wrong])

describe('a CSV file', () => {
  test('is cut into rows by number, whatever ends its lines, with empty ones left out', async () => {
    const read = await csv('\uFEFFa,b\r\n1,"x, ""y""\r\nz"\r\n\r\n2,\n3,é')
    expect(read.columns).toEqual(['a', 'b'])
    expect(fieldsOf(read)).toEqual([
      [2, ['1', 'x, "y"\r\nz']],
      [4, ['2', '']],
      [5, ['3', 'é']],
    ])
    expect(read.most).toBe(2)
  })

  test('loses one row to a quote that never closes or bytes that are no text, and no other', async () => {
    const bytes = Buffer.concat([
      Buffer.from('a,b\n1,"never\n2,x\n3,'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('\n4,y\n'),
    ])
    expect(fieldsOf(await split(bytes, 'csv'))).toEqual([
      [2, 'unclosed_quote'],
      [3, ['2', 'x']],
      [4, 'not_utf8'],
      [5, ['4', 'y']],
    ])
  })

  test('names columns that repeat or have no name', async () => {
    expect((await csv('a, a ,,b\n1,2,3,4\n')).columns).toEqual(['a', 'a (2)', '(column 3)', 'b'])
  })

  test.each([
    ['', 'empty'],
    ['\uFEFF', 'empty'],
    ['PK\u0003\u0004xxxx', 'workbook'],
    ['a,b\n1,\u0000\n', 'no text'],
  ])('that is none is refused whole: %j', async (text, why) => {
    await expect(csv(text, 1_000)).rejects.toThrow(why)
  })

  test('is the same rows however it is cut on its way', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', 'é', ' '), maxLength: 6 })
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('\n', '\r\n'),
        async (rows, pieces, end) => {
          const text = ['a,b', ...rows.map((row) => row.map(quoted).join(','))].join(end)
          const read = await csv(text, pieces)
          expect(read.rows.map(({ fields }) => fields)).toEqual(rows)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('lines of JSON', () => {
  test('are rows by line, blank ones left out, and are read by nobody yet', async () => {
    const { rows, columns } = await split(Buffer.from('{"a":1}\r\n\n  \n[]\n{"b":"é"}'), 'ndjson')
    expect(columns).toBeUndefined()
    expect(rows).toEqual([
      { row: 1, line: '{"a":1}' },
      { row: 4, line: '[]' },
      { row: 5, line: '{"b":"é"}' },
    ])
  })

  test('longer than a mebibyte, or no text, are given up alone', async () => {
    const bytes = Buffer.concat([
      Buffer.alloc(1_100_000, 'x'),
      Buffer.from('\n'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('\n{}\n'),
    ])
    const { rows } = await split(bytes, 'ndjson', 100_000)
    expect(rows.map(({ wrong }) => wrong)).toEqual(['too_long', 'not_utf8', undefined])
    expect(rows[0]?.line?.length).toBe(2_000)
  })
})
