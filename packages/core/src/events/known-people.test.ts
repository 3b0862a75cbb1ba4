import { expect, test } from 'vitest'
import { peopleByTenant, rememberPeople, type KnownPeople } from './known-people.ts'

const met = (from: number, n: number) =>
  new Map(Array.from({ length: n }, (_, i): [string, number] => [`user ${from + i}`, from + i]))

test('people are remembered by tenant, and no tenant finds another’s', () => {
  const peopleOf = peopleByTenant()
  rememberPeople(peopleOf('one'), met(1, 3))
  expect([...peopleOf('one').values()]).toEqual([1, 2, 3])
  expect(peopleOf('two').size).toBe(0)
})

test('of too many people those remembered longest give way', () => {
  const known: KnownPeople = new Map()
  rememberPeople(known, met(0, 50_000))
  rememberPeople(known, met(50_000, 10))
  expect([known.size, known.has('user 9'), known.has('user 10'), known.get('user 50009')]).toEqual([
    50_000,
    false,
    true,
    50_009,
  ])
})

test('of too many tenants the one that nobody asked for longest is forgotten', () => {
  const peopleOf = peopleByTenant()
  for (let i = 0; i < 200; i++) rememberPeople(peopleOf(`tenant ${i}`), met(i, 1))
  peopleOf('tenant 0')
  peopleOf('another')
  expect([peopleOf('tenant 0').size, peopleOf('tenant 1').size]).toEqual([1, 0])
})
