import { cast } from '@throughline/db/testing'
import type { Answer, Browser } from '../house/browser.ts'
import { donationBody } from '../house/donation.ts'
import { openHouse, type House } from '../house/open-house.ts'
import { connect, connectionValues, type Hooks } from '../house/webhook.ts'

const tenant = 'harbor-table'
const password = 'a fresh and long password'

/** A house with something behind every route, and the means to put a new thing behind it. */
export interface Furnished extends House {
  donor: Donor
  hooks: Hooks
  connectionId: string
  connectionValues: Record<string, unknown>
  /** A new viewer of the client, signed in. */
  fresh(): Promise<{ userId: string; email: string; password: string; browser: Browser }>
  /** A new analyst of the agency. */
  colleague(): Promise<{ userId: string }>
  invitation(): Promise<{ token: string; invitationId: string }>
  agencyInvitation(): Promise<{ invitationId: string }>
  resetToken(email: string): Promise<string>
  anotherConnection(): Promise<string>
  /** A connection that was given up. */
  disconnected(): Promise<string>
  /** A sign-in at a source that Sam has begun. */
  signInBegun(): Promise<{ connectionId: string; state: string }>
  /** A connection at Porter, where Sam is signed in. */
  porter(): Promise<string>
  /** Something that Olive asked for there, as far as it goes by itself. */
  action(name: 'open' | 'lock' | 'knock'): Promise<string>
  work(): Promise<string>
  quarantined(): Promise<string>
  deadLetter(): Promise<string>
  /** The client's last batch. */
  batch(): Promise<number>
  contactNo(): Promise<number>
  anotherContactNo(): Promise<number>
  /** A gift that was not told before. */
  gift(): object
  emptyHouse(fn: (it: { nobody: Browser; token: string }) => Promise<Answer>): Promise<Answer>
  /** Signed by us, for an installation that has people already. */
  firstOwnerTokenOfElsewhere: string
}

const tokenIn = (text: string, path: string) => new RegExp(`/${path}/([\\w.~-]+)`).exec(text)?.[1] ?? ''

async function inEmptyHouse<T>(fn: (it: { nobody: Browser; token: string }) => Promise<T>): Promise<T> {
  const house = await openHouse({ plant: false })
  try {
    const link = (await house.services.tenants.createFirstOwnerLink()) ?? ''
    return await fn({ nobody: house.nobody(), token: tokenIn(link, 'first-owner') })
  } finally {
    await house.close()
  }
}

export interface Donor {
  firstname?: string
  lastname?: string
  email: string
  phone?: string
}

export async function furnish(house: House, donor: Donor = { email: 'donor@example.org' }): Promise<Furnished> {
  const { services } = house
  const olive = await house.as('olive')
  const owner = (await services.signIn.authenticate(olive.token ?? ''))?.actor
  if (!owner) throw new Error('Olive is not signed in')
  let count = 0
  const next = () => (count += 1)
  const gift = (email = donor.email) => donationBody({ ...donor, lineitemId: 810_000_000 + next(), email })

  const hooks = await connect(house, tenant, olive)
  await hooks.post(donationBody({ ...donor, lineitemId: 810_000_900, amount: '100.00', monthly: true }))
  await hooks.post(
    donationBody({ ...donor, lineitemId: 810_000_901, amount: '10.00', refundedAt: '2026-11-19T10:05:00-05:00' }),
    {
      kind: 'refund',
    },
  )
  await house.settle()

  const mailTo = async (email: string) => {
    await house.settle()
    const mails = (await services.mailer.outbox(10_000)) ?? []
    const text = mails.find(({ to }) => to === email)?.text
    if (text === undefined) throw new Error(`no mail to ${email}`)
    return text
  }
  const newest = async (procedure: string, input: object) => {
    const answer = await olive.query(procedure, { tenant, limit: 200, ...input })
    const found = (answer.data as { rows: { id: string; state: string }[] }).rows.find(
      ({ state }) => state === 'open' || state === 'dead',
    )
    if (!found) throw new Error(`${procedure} is empty: ${answer.text}`)
    return found.id
  }
  const find = async (email: string) => {
    const answer = await olive.mutate('contacts.find', { tenant, email })
    return (answer.data as { contactNo: number }).contactNo
  }

  const furnished: Furnished = {
    ...house,
    hooks,
    gift,
    donor,
    connectionId: hooks.connectionId,
    connectionValues: connectionValues(house),
    async fresh() {
      const email = `fresh-${next()}@example.org`
      const where = { tenantId: cast.harbor, role: 'viewer', persona: null } as const
      const { userId } = await services.tenants.admit(owner, where, { name: 'Fay Fresh', email, password })
      const browser = house.nobody()
      browser.token = (await services.signIn.open(userId)).token
      return { userId, email, password, browser }
    },
    colleague: () =>
      services.tenants.admit(
        owner,
        { agencyId: cast.north, role: 'analyst' },
        { name: 'Cole Colleague', email: `colleague-${next()}@example.org`, password },
      ),
    async invitation() {
      const email = `invited-${next()}@example.org`
      await olive.mutate('members.invite', { tenant, email, role: 'viewer', persona: null })
      const { data } = await olive.query('members.list', { tenant })
      const card = (data as { invitations: { invitationId: string; email: string }[] }).invitations.find(
        (each) => each.email === email,
      )
      return { token: tokenIn(await mailTo(email), 'invitation'), invitationId: card?.invitationId ?? '' }
    },
    async agencyInvitation() {
      const email = `invited-${next()}@example.org`
      await olive.mutate('agency.invite', { agencyId: cast.north, email, role: 'analyst' })
      const { data } = await olive.query('agency.members', { agencyId: cast.north })
      const card = (data as { invitations: { invitationId: string; email: string }[] }).invitations.find(
        (each) => each.email === email,
      )
      return { invitationId: card?.invitationId ?? '' }
    },
    async resetToken(email) {
      await house.nobody().mutate('session.forgot', { email })
      return tokenIn(await mailTo(email), 'reset')
    },
    async anotherConnection() {
      const { connectionId } = await connect(house, tenant, olive, `Another ${next()}`)
      await house.settle()
      return connectionId
    },
    async disconnected() {
      const connectionId = await this.anotherConnection()
      await olive.mutate('connections.disconnect', { tenant, connectionId })
      return connectionId
    },
    async signInBegun() {
      const sam = await house.as('sam')
      const made = await sam.mutate('connections.create', {
        tenant,
        connector: 'porter',
        name: `Porter ${next()}`,
        values: {},
      })
      const { connectionId } = made.data as { connectionId: string }
      const begun = await sam.mutate('connections.signIn', { tenant, connectionId })
      const state = new URL((begun.data as { url: string }).url).searchParams.get('state') ?? ''
      return { connectionId, state }
    },
    async porter() {
      const { connectionId, state } = await this.signInBegun()
      const sam = await house.as('sam')
      await sam.mutate('connections.finishSignIn', { tenant, state, code: 'yes' })
      return connectionId
    },
    async action(name) {
      const olive = await house.as('olive')
      const asked = await olive.mutate('actions.request', {
        ...{ tenant, connectionId: await this.porter(), action: name, input: { door: 'front' } },
        idempotencyKey: `wish-number-${next()}`,
      })
      await house.settle()
      return (asked.data as { actionId: string }).actionId
    },
    async work() {
      const { connectionId } = await connect(house, tenant, olive, `Another ${next()}`)
      const { data } = await olive.query('connections.read', { tenant, connectionId })
      return (data as { backfill: { workId: string } }).backfill.workId
    },
    async quarantined() {
      await hooks.post({ odd: next() })
      return newest('connections.quarantine', { connectionId: hooks.connectionId })
    },
    async deadLetter() {
      await house.bury(cast.harbor, `ref-${next()}`)
      return newest('jobs.deadLetters', {})
    },
    async batch() {
      const { data } = await olive.query('proof.moments', { tenant })
      return (data as { batch: number }[]).at(-1)?.batch ?? 0
    },
    contactNo: () => find(donor.email),
    async anotherContactNo() {
      const email = `donor-${next()}@example.org`
      await hooks.post(gift(email))
      await house.settle()
      return find(email)
    },
    emptyHouse: (fn) => inEmptyHouse(fn),
    firstOwnerTokenOfElsewhere: await inEmptyHouse(async ({ token }) => token),
  }
  await furnished.quarantined()
  await furnished.deadLetter()
  return furnished
}
