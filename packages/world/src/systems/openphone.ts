import { createEmulator, type OpenPhoneEmulator } from '@throughline/connector-openphone/emulator'
import { createRng } from '@throughline/stats'
import { deskNumbers, openDeskBook, type DeskBook } from '../desk/desk-book.ts'
import {
  daysBack,
  hostOf,
  keyShown,
  lazily,
  type OutsideSystem,
  type SystemHappening,
  type SystemOptions,
} from './system.ts'
import { wordOf, wordsFrom } from './system-secrets.ts'

const second = 1_000
/** Since when the client has these lines. */
const days = { full: 180, small: 60 }

/** The client's own phone lines: thanks by text and call, and what comes back. */
export function openOpenPhone(
  options: SystemOptions,
): OutsideSystem & { book(): DeskBook; emulator(): OpenPhoneEmulator } {
  const { place, clock, random, seed, secret } = options
  const { client } = place
  const bytes = wordsFrom(secret, client.slug, 'openphone')
  const secrets = {
    apiKey: wordOf(bytes('key')),
    webhookKey: `whsec_${bytes('webhook').toString('base64')}`,
    legacyWebhookKey: bytes('older webhook').toString('base64'),
  }
  const since = daysBack(options, days[options.size])
  const backfillFrom = since.day
  let told = false
  const book = lazily(() => openDeskBook(place, createRng(`desk ${seed} ${client.slug}`), since.at))
  const emulator = lazily(() => {
    const made = createEmulator({
      ...{ clock, random, secrets, backfillFrom, empty: true },
      organization: { id: `OR${client.entityId}`, name: client.name },
    })
    made.workspace = {
      texts: [...book().texts],
      calls: [...book().calls],
      contacts: [...book().contacts],
      numbers: [
        { id: deskNumbers.main, number: '+18005550100', name: 'Main line', at: since.at },
        { id: deskNumbers.events, number: '+18005550101', name: 'Events', at: since.at },
      ],
    }
    return made
  })
  const tell = (at: number, type: string, id: string): SystemHappening => ({
    at,
    happen: () => (told ? [emulator().webhookFor(type, id)] : []),
  })
  return {
    ...{ connector: 'openphone', name: 'OpenPhone', secrets, book, emulator },
    config: { backfillFrom, phoneNumberIds: [] },
    owns: (request) => hostOf(request) === 'api.quo.com' && keyShown(request) === secrets.apiKey,
    fetch: (request) => emulator().fetch(request),
    setLimits: (limits) => void (emulator().limits = limits),
    hear: () => void (told = true),
    happenings: () => [],
    follows(order) {
      emulator()
      const made = book().gave(order)
      if (!made) return []
      const { workspace } = emulator()
      workspace.texts.push(...made.texts)
      workspace.calls.push(...made.calls)
      if (made.contact) workspace.contacts.push(made.contact)
      return [
        ...made.texts.map(({ at, direction, ends, id }) =>
          direction === 'incoming'
            ? tell(at + second, 'message.received', id)
            : tell(at + 10 * second, ends === 'delivered' ? 'message.delivered' : 'message.undelivered', id),
        ),
        ...made.calls.map(({ at, seconds = 0, id }) => tell(at + (seconds + 20) * second, 'call.completed', id)),
        ...(made.contact ? [tell(made.contact.at + second, 'contact.updated', made.contact.id)] : []),
      ]
    },
  }
}
