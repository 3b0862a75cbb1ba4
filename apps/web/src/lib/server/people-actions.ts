import type { RequestEvent } from '@sveltejs/kit'
import { words } from '#lib/words.ts'
import { act } from './act.ts'
import { refused } from './ask.ts'
import { text } from './form.ts'

/** What may be done with the people of one place, as the form names it. */
interface Place {
  invite(email: string, role: string): Promise<unknown>
  setRole(userId: string, role: string): Promise<unknown>
  remove(userId: string): Promise<unknown>
  revoke(invitationId: string): Promise<unknown>
}

const w = words.members

/** The forms of a page of people: invite, change, remove, revoke. */
export function peopleActions<Event extends RequestEvent>(place: (event: Event, form: FormData) => Place) {
  const entered = async (event: Event) => {
    const form = await event.request.formData()
    return { at: place(event, form), given: (name: string) => text(form, name).trim() }
  }
  return {
    invite: async (event: Event) => {
      const { at, given } = await entered(event)
      const [email, role] = [given('email'), given('role')]
      try {
        await at.invite(email, role)
      } catch (thrown) {
        return refused(event, thrown, { of: 'invite', email, role })
      }
      return { of: 'invite', said: w.sent(email) }
    },
    change: async (event: Event) => {
      const { at, given } = await entered(event)
      return act(event, 'members', at.setRole(given('userId'), given('role')), w.changed)
    },
    remove: async (event: Event) => {
      const { at, given } = await entered(event)
      return act(event, 'members', at.remove(given('userId')), w.removed)
    },
    revoke: async (event: Event) => {
      const { at, given } = await entered(event)
      return act(event, 'invite', at.revoke(given('invitationId')), w.revoked)
    },
  }
}
