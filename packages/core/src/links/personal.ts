import { cleanText, Unclean } from '../events/clean-value.ts'

/** Does a parameter seem to hold an email address or a phone number? */
export function looksPersonal(name: string, value: string): boolean {
  try {
    cleanText(value.replaceAll(/[\0]/g, '').toWellFormed(), { personalData: 'refuse', hash: () => '' }, name)
    return false
  } catch (error) {
    if (error instanceof Unclean) return true
    throw error
  }
}
