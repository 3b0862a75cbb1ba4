import { readCsvText } from '@throughline/connector-kit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EmulatedOrg } from './emulator-org.ts'
import { fieldsOf } from './emulator-fields.ts'
import { csvHeader, csvLine, restRecord } from './emulator-print.ts'
import { parseSoql } from './emulator-soql-parse.ts'
import type { View } from './emulator-view.ts'
import { fromCsv, fromRest, type Field } from './normal-form.ts'

const org = { orgId: '00D5e000001abcDEAQ', orgZone: 'America/Chicago', orgCurrency: 'USD' }
const emulated = new EmulatedOrg({ now: () => new Date('2026-11-15T17:00:00Z') })
const view: View = { org: emulated, fields: (object) => fieldsOf(object, emulated), isSeen: () => true }
const fields: Field[] = [
  { name: 'Id', kind: 'id' },
  { name: 'FirstName', kind: 'text' },
  { name: 'LastName', kind: 'text' },
  { name: 'DoNotCall', kind: 'flag' },
  { name: 'Score__c', kind: 'number' },
  { name: 'Last_Touch_At__c', kind: 'moment' },
  { name: 'SystemModstamp', kind: 'moment' },
  { name: 'IsDeleted', kind: 'flag' },
]

describe('a record in its normal form', () => {
  test('is the same from REST and from a bulk file, whatever it holds', () => {
    const soql = parseSoql(`SELECT ${fields.map(({ name }) => name).join(', ')} FROM Contact`)
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', ' ', '😀', '0'), maxLength: 8 })
    const values = fc.record({
      FirstName: fc.option(text),
      LastName: text.map((name) => `x${name}`),
      DoNotCall: fc.option(fc.boolean()),
      Score__c: fc.option(
        fc.oneof(fc.integer(), fc.double({ noNaN: true, min: -1e15, max: 1e15 }), fc.constant(1.6147805824397e13)),
      ),
      Last_Touch_At__c: fc.option(fc.constantFrom('2026-09-10T18:00:02.000Z', '2026-01-01T00:00:00.123Z')),
    })
    fc.assert(
      fc.property(values, (given) => {
        const record = emulated.insert('Contact', given)
        const line = readCsvText(csvHeader(soql) + csvLine(view, soql, record)).rows[0]
        const rest = JSON.parse(JSON.stringify(restRecord(view, soql, record))) as Record<string, unknown>
        expect(fromCsv(org, fields, line as Record<string, string>)).toEqual(fromRest(org, fields, rest))
      }),
      { numRuns: 200 },
    )
  })

  test('knows both ways of writing a moment, a number and an id, and leaves blanks out', () => {
    const row = fromRest(org, fields, {
      ...{ attributes: { type: 'Contact' }, Id: '0035e00000DDDDd', FirstName: null, LastName: 'a\r\nb', Score__c: 3 },
      ...{ SystemModstamp: '2026-09-10T18:00:02.000+0000', Last_Touch_At__c: '2026-09-10T20:00:02.000+02:00' },
    })
    expect(row).toEqual({
      ...{ ...org, Id: '0035e00000DDDDdAAP', LastName: 'a\nb', Score__c: 3 },
      ...{ SystemModstamp: '2026-09-10T18:00:02.000Z', Last_Touch_At__c: '2026-09-10T18:00:02.000Z' },
    })
    expect(fromCsv(org, fields, { Score__c: '1.6147805824397E13', DoNotCall: 'true' })).toMatchObject({
      Score__c: 16_147_805_824_397,
      DoNotCall: true,
    })
  })

  test('keeps what does not fit its kind, for the schema to refuse', () => {
    const row = fromRest(org, fields, { Score__c: 'twelve', SystemModstamp: 'yesterday', DoNotCall: 'perhaps' })
    expect(row).toMatchObject({ Score__c: 'twelve', SystemModstamp: 'yesterday', DoNotCall: 'perhaps' })
  })

  test('of a deleted record holds nothing of the person', () => {
    const row = fromRest(org, fields, {
      ...{ Id: '0035e00000DDDDdAAF', LastName: 'Gone', IsDeleted: true, SystemModstamp: '2026-09-10T18:00:02.000Z' },
    })
    expect(row).toEqual({
      ...org,
      Id: '0035e00000DDDDdAAF',
      IsDeleted: true,
      SystemModstamp: '2026-09-10T18:00:02.000Z',
    })
  })

  test('takes a parent’s field out of the parent', () => {
    const parent: Field[] = [{ name: 'Account.IsPersonAccount', kind: 'flag' }]
    expect(fromRest(org, parent, { Account: { IsPersonAccount: true } })).toMatchObject({
      'Account.IsPersonAccount': true,
    })
    expect(fromRest(org, parent, { Account: null })).toEqual(org)
    expect(fromCsv(org, parent, { 'Account.IsPersonAccount': 'true' })).toMatchObject({
      'Account.IsPersonAccount': true,
    })
  })
})
