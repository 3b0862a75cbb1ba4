import { AskCustomer, checkConnection } from '@throughline/connector-kit'
import { runToEnd } from '@throughline/connector-kit/testing'
import { afterAll, expect, test } from 'vitest'
import { bodyOf } from './emulator.ts'
import { fresh, keysOf, recordsOf, sweep } from './test-drive.ts'

afterAll(sweep)

const signal = new AbortController().signal

function whoami(body: unknown, status = 200) {
  const drive = fresh()
  drive.emulator.faults.next({ type: 'status', status, body: JSON.stringify(body) }, { path: '/whoami' })
  return drive
}
const account = (body: unknown) => checkConnection({ ...whoami(body), signal })

test('whose key it is is read wherever it stands', async () => {
  const named = [{ id: 'org_1', name: 'Example', currency: 'USD', zone: 'America/New_York' }]
  for (const body of [
    { data: { id: 'org_1', name: 'Example' }, errors: [] },
    { data: { organization: { id: 'org_1', name: 'Example' } } },
    { data: { account: { id: 'org_1', name: 'Example' } } },
    { data: { organization_id: 'org_1', organization_name: 'Example' } },
    { id: 'org_1', name: 'Example' },
  ])
    expect(await account(body)).toEqual(named)
  expect(await account({ data: { id: 7 } })).toMatchObject([{ id: '7', name: 'Switchboard' }])
  expect(await account({ data: { roles: ['api'] } })).toMatchObject([{ id: 'organization', name: 'Switchboard' }])
})

test('no key, no access and no answer are told apart, and point to the setting', async () => {
  const asked = async (drive: ReturnType<typeof fresh>) => {
    const failed: unknown = await checkConnection({ ...drive, signal }).catch((error: unknown) => error)
    if (!(failed instanceof AskCustomer)) throw new Error('nobody was asked')
    return [failed.field, failed.say] as const
  }
  expect(await asked(whoami(bodyOf(null, 'unauthorized'), 401))).toEqual([
    'secretKey',
    expect.stringContaining('Make a new key'),
  ])
  expect(await asked(whoami(bodyOf(null, 'unauthorized')))).toEqual([
    'secretKey',
    expect.stringContaining('Make a new key'),
  ])
  expect(await asked(whoami(bodyOf(null, 'forbidden'), 403))).toEqual([
    'secretKey',
    expect.stringContaining('API access'),
  ])
  expect(await asked(whoami(bodyOf(null, 'not_found'), 404))).toEqual([
    'secretKey',
    expect.stringContaining('which organisation'),
  ])
})

test('the organisation is asked about once a day, and reading does not depend on it', async () => {
  const drive = fresh()
  const asked = () => drive.requests.filter(({ url }) => url.endsWith('/whoami')).length
  for (let run = 0; run < 3; run += 1) await runToEnd(drive, 'broadcasts')
  expect(asked()).toBe(1)
  drive.clock.advance(25 * 3_600_000)
  await runToEnd(drive, 'broadcasts')
  expect(asked()).toBe(2)
  expect(recordsOf(drive, 'ad_account')).toMatchObject([
    { key: 'org_0001', name: 'Example for Senate', currency: 'USD' },
  ])
  for (const broken of [whoami(bodyOf(null, 'not_found'), 404), whoami(bodyOf(null, 'teapot'))]) {
    expect((await runToEnd(broken, 'broadcasts')).outcome).toBe('done')
    expect(keysOf(broken, 'broadcasts')).toHaveLength(8)
  }
})
