import type { cast } from '@throughline/db/testing'
import { emailOf, password, type FrontDesk } from '../../tenants/testing/front-desk.ts'

type Name = keyof typeof cast

/** Ways of coming to the desk's door, each from a network of its own unless it is said. */
export function visitors(desk: () => FrontDesk) {
  let count = 0
  const address = () => `198.51.${Math.floor((count += 1) / 250)}.${count % 250}`
  const enter = async (name: Name, given: { code?: string; browser?: string; address?: string } = {}) => {
    const result = await desk().signIn.signIn({ email: emailOf(name), password, address: address(), ...given })
    if (result.status !== 'signed_in') throw new Error(result.status)
    return result
  }
  return {
    address,
    enter,
    actorOf: async (token: string) => {
      const found = await desk().signIn.authenticate(token)
      if (!found) throw new Error('not signed in')
      return found.actor
    },
    /** Wrong passwords, one after the other. */
    guess: async (name: Name, times: number, from: { address?: string; browser?: string } = {}) => {
      for (let i = 0; i < times; i += 1)
        await why(desk().signIn.signIn({ email: emailOf(name), password: 'guess', address: address(), ...from }))
    },
    /** A browser that signed in: what it keeps of it. */
    browserOf: async (name: Name) => {
      const { userId } = await enter(name)
      return (await desk().signIn.rememberBrowser(userId, undefined)).text
    },
  }
}

/** What an attempt was refused with. */
export async function why(attempt: Promise<unknown>): Promise<{ name: string; message: string } | undefined> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error instanceof Error ? { name: error.name, message: error.message } : undefined
}
