import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countCsvRecords, MalformedRow, readCsv, readCsvHeader, readCsvText, TruncatedCsv } from './csv.ts'
import { cutRecord } from './csv-record.ts'

let directory: string
let files = 0
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'csv-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function saved(text: string): Promise<string> {
  files += 1
  const file = path.join(directory, `${files}.csv`)
  await writeFile(file, text)
  return file
}

async function all(text: string, pageRows = 500) {
  const file = await saved(text)
  const columns = await readCsvHeader(file)
  const rows = []
  for await (const page of readCsv(file, { columns, pageRows })) rows.push(...page.rows)
  return rows
}

const escape = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

describe('a CSV file', () => {
  test('keeps commas, doubled quotes and line ends inside quotes, and skips a byte order mark', async () => {
    const rows = await all('\uFEFFid,note\r\n1,"a, ""b""\r\nand c"\r\n2,plain "quote"\r\n')
    expect(rows).toEqual([
      { id: '1', note: 'a, "b"\r\nand c' },
      { id: '2', note: 'plain "quote"' },
    ])
  })

  test('is read by name, a repeated header overwriting nothing and blanks left out', async () => {
    expect(await all('Reserved,id,Reserved\nx,1,y\n,2,\n')).toEqual([
      { Reserved: 'x', id: '1', 'Reserved (2)': 'y' },
      { id: '2' },
    ])
  })

  test('with a missing required column is refused by that name', async () => {
    await expect(readCsvHeader(await saved('a,b\n'), ['a', 'c'])).rejects.toThrow('lacks the column c')
  })

  test('with a header alone has no rows', async () => {
    expect(await all('id,note\r\n')).toEqual([])
  })

  test('that ends inside its last record is found out', async () => {
    for (const cut of ['id,note\r\n1,a\r\n2', 'id,note\r\n1,a\r\n2,"open', 'id,note\r\n1,"a\r\nb'])
      await expect(all(cut)).rejects.toThrow(TruncatedCsv)
  })

  test('whose last record merely lacks a line end is whole', async () => {
    expect(await all('id,note\r\n1,a')).toEqual([{ id: '1', note: 'a' }])
  })

  test('loses only the line whose quote does not close', async () => {
    const rows = await all('id,note,more\n1,"open,x\n2,"a ""b""",x\n3,c,x\n')
    expect(rows[0]).toBeInstanceOf(MalformedRow)
    expect(rows.slice(1)).toEqual([
      { id: '2', note: 'a "b"', more: 'x' },
      { id: '3', note: 'c', more: 'x' },
    ])
  })

  test('loses only the row that has too many or too few fields', async () => {
    const rows = await all('id,note\n1,a,b\n2\n3,c\n')
    expect(rows[0]).toBeInstanceOf(MalformedRow)
    expect(rows[1]).toBeInstanceOf(MalformedRow)
    expect(rows[2]).toEqual({ id: '3', note: 'c' })
  })
})

describe('a page of CSV that came as text', () => {
  test('is read by its header, blanks left out, and says that it has its last line end', () => {
    expect(readCsvText('\uFEFFId,Note\n1,"a, ""b""\nand c"\n2,\n')).toEqual({
      columns: ['Id', 'Note'],
      rows: [{ Id: '1', Note: 'a, "b"\nand c' }, { Id: '2' }],
      ended: true,
    })
    expect(readCsvText('Id\n1')).toMatchObject({ rows: [{ Id: '1' }], ended: false })
  })

  test('may repeat the header of the page before it, or have none', () => {
    const columns = ['Id', 'Note']
    expect(readCsvText('Id,Note\n1,a\n', { columns }).rows).toEqual([{ Id: '1', Note: 'a' }])
    expect(readCsvText('1,a\nId,Note\n', { columns }).rows).toEqual([
      { Id: '1', Note: 'a' },
      { Id: 'Id', Note: 'Note' },
    ])
    expect(readCsvText('', { columns })).toEqual({ columns, rows: [], ended: false })
  })

  test('that ends inside its last record is found out, and a row that does not fit is set aside alone', () => {
    for (const cut of ['a,b\n1,x\n2', 'a,b\n1,"x', 'a,b\n1,"x\ny']) expect(() => readCsvText(cut)).toThrow(TruncatedCsv)
    const { rows } = readCsvText('a,b\n1,"x,y\n2,"c"\n3\n4,d\n')
    expect(rows[0]).toBeInstanceOf(MalformedRow)
    expect(rows.slice(1)).toEqual([{ a: '2', b: 'c' }, expect.any(MalformedRow), { a: '4', b: 'd' }])
  })
})

const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', ' ', '😀'), maxLength: 6 })
const table = fc.array(fc.tuple(cell, cell, fc.stringMatching(/^[a-z]{1,3}$/)), { maxLength: 30 })
const print = (rows: string[][]) => ['x,y,z', ...rows.map((row) => row.map(escape).join(','))].join('\r\n') + '\r\n'

describe('laws', { timeout: 60_000 }, () => {
  test('every record is read as csv-parse reads it', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const text = print(rows)
        const expected = parse<Record<string, string>>(text, { columns: true }).map((row) =>
          Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '')),
        )
        expect(await all(text)).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  test('text is read as the same file is', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        expect(readCsvText(print(rows)).rows).toEqual(await all(print(rows)))
      }),
      { numRuns: 40 },
    )
  })

  test('stopping after any page and going on from its byte reads the same rows', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 7 }), async (rows, pageRows) => {
        const file = await saved(print(rows))
        const columns = await readCsvHeader(file)
        const read: unknown[] = []
        for (let from = -1, next = 0; from !== next;) {
          from = next
          for await (const page of readCsv(file, { columns, from, pageRows })) {
            read.push(...page.rows)
            next = page.next
            break
          }
        }
        expect(read).toHaveLength(rows.length)
        expect(await countCsvRecords(file, columns)).toBe(rows.length)
      }),
      { numRuns: 40 },
    )
  })

  test('a record cut at any byte waits for the rest', () => {
    const whole = Buffer.from('1,"a ""b""\r\nc",é\r\n2,')
    const end = whole.indexOf('2,')
    for (let length = 0; length < end; length += 1) {
      const cut = cutRecord(whole.subarray(0, length), 0, false)
      if (length < end - 1) expect(cut.kind).toBe('incomplete')
    }
    expect(cutRecord(whole, 0, false)).toEqual({ kind: 'record', fields: ['1', 'a "b"\r\nc', 'é'], next: end })
  })
})
