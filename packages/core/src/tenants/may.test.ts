import { TenantRole } from '@throughline/canonical'
import { describe, expect, test } from 'vitest'
import { may, mayGive, permissionsOf, rankOf, requireMay } from './may.ts'

describe('who may do what', () => {
  test('a viewer sees figures, segments, goals, alerts and settings and nothing else', () => {
    const reads = [
      'overview.read',
      'revenue.read',
      'proof.read',
      'segments.read',
      'goals.read',
      'alerts.read',
      'settings.read',
    ]
    expect(permissionsOf('viewer').toSorted()).toEqual(reads.toSorted())
  })

  test('an analyst changes nothing, and answers what is wrong', () => {
    expect(permissionsOf('analyst').filter((each) => !each.endsWith('.read'))).toEqual(['alerts.answer'])
  })

  test('a client’s admin runs their own house and not the agency’s', () => {
    expect(may('client_admin', 'members.write')).toBe(true)
    expect(may('client_admin', 'tenant.create')).toBe(false)
    expect(may('client_admin', 'agency.members')).toBe(false)
    expect(may('client_admin', 'connections.write')).toBe(false)
  })

  test('personal data is opened by owner, admin and the client’s own admin', () => {
    expect(TenantRole.options.filter((role) => may(role, 'contacts.reveal'))).toEqual([
      'owner',
      'admin',
      'client_admin',
    ])
    expect(() => requireMay('strategist', 'contacts.reveal')).toThrow('Your role here does not allow this.')
    expect(() => requireMay('owner', 'contacts.reveal')).not.toThrow()
  })

  test('a higher role of the agency may all that a lower one may', () => {
    const ladder = ['owner', 'admin', 'strategist', 'analyst'] as const
    for (const [i, role] of ladder.entries())
      for (const below of ladder.slice(i + 1))
        expect(permissionsOf(role)).toEqual(expect.arrayContaining(permissionsOf(below)))
  })

  test('the system’s own work neither invites nor reveals', () => {
    expect(permissionsOf('system').filter((each) => /members|reveal|erase|find/.test(each))).toEqual([])
    expect(mayGive('system')).toEqual([])
  })
})

test('nobody gives a role above their own', () => {
  expect(mayGive('owner')[0]).toBe('owner')
  expect(mayGive('admin')).not.toContain('owner')
  expect(mayGive('client_admin')).toEqual(['client_admin', 'viewer'])
  expect(mayGive('strategist')).toEqual([])
  for (const giver of TenantRole.options)
    for (const given of mayGive(giver)) expect(rankOf(given)).toBeLessThanOrEqual(rankOf(giver))
})

test('a key may what its scopes allow and nothing besides, and is never taken for a person', () => {
  expect(permissionsOf('key:ingest')).toEqual(['events.send'])
  expect(permissionsOf('key:keys:read')).toEqual(['keys.read'])
  expect(permissionsOf('key:keys:admin')).toEqual(['keys.read', 'keys.write'])
  expect(permissionsOf('key:')).toEqual([])
  expect(permissionsOf('key:owner')).toEqual([])
  expect(mayGive('key:keys:admin')).toEqual([])
  expect(() => requireMay('key:keys:read', 'events.send')).toThrow('does not allow')
})
