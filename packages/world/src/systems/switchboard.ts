import {
  createEmulator,
  type EmulatedIncoming,
  type EmulatedPhone,
  type SwitchboardEmulator,
} from '@throughline/connector-switchboard/emulator'
import { createRng } from '@throughline/stats'
import type { TextAppeal } from '../appeals.ts'
import type { Giver } from '../audience.ts'
import { dialled } from '../numbers.ts'
import { openTextBook, type TextBook, type TextBroadcast } from '../texts/text-book.ts'
import { hostOf, keyShown, lazily, type OutsideSystem, type SystemHappening, type SystemOptions } from './system.ts'
import { wordOf, wordsFrom } from './system-secrets.ts'

const second = 1_000
/** People in the audience of one text. */
const audience = { full: 300, small: 12 }

/** The client's texting: broadcasts with links that carry the codes of gifts, and what people did with them. */
export function openSwitchboard(
  options: SystemOptions,
): OutsideSystem & { book(): TextBook; emulator(): SwitchboardEmulator } {
  const { place, clock, random, seed, secret, end } = options
  const { client } = place
  const bytes = wordsFrom(secret, client.slug, 'switchboard')
  const secrets = {
    accountId: `ac_${client.slug.replaceAll('-', '')}`,
    secretKey: `sk_${wordOf(bytes('key'))}`,
    webhookUsername: `${client.slug}-texts`,
    webhookPassword: wordOf(bytes('webhook')),
  }
  const backfillFrom = place.clock.day(place.start)
  const storeUrl = `${options.storeUrl}/${client.slug}/switchboard`
  let told = false
  const book = lazily(() => openTextBook(place, createRng(`texts ${seed} ${client.slug}`), end, audience[options.size]))
  const listed = new Set<number>()
  const emulator = lazily(() => {
    const made = createEmulator({
      ...{ clock, random, secrets, backfillFrom, storeUrl, empty: true, timeZone: client.timeZone },
      organization: { id: `org_${client.entityId}`, name: client.name },
    })
    made.ledger.lists.push({ id: 'pl_donors', name: 'Donors with a mobile', size: 0, createdAt: place.start })
    for (const broadcast of book().broadcasts) enter(made, broadcast)
    return made
  })
  /** A broadcast, those whom it reached for the first time, and what was answered. */
  const enter = (made: SwitchboardEmulator, broadcast: TextBroadcast): EmulatedIncoming[] => {
    made.ledger.add(broadcast)
    for (const [no, giver] of book().reached) if (!listed.has(no)) made.ledger.phones.push(phoneOf(no, giver))
    for (const no of book().reached.keys()) listed.add(no)
    const [list] = made.ledger.lists
    if (list) list.size = listed.size
    const answers = answersTo(broadcast)
    made.ledger.incoming.push(...answers)
    return answers
  }
  const send = (appeal: TextAppeal): SystemHappening[] => {
    let answers: EmulatedIncoming[] = []
    const tell = (at: number, delivery: () => ReturnType<SwitchboardEmulator['webhookFor']>): SystemHappening => ({
      at,
      happen: () => (told ? [delivery()] : []),
    })
    return [
      {
        at: appeal.startAt,
        happen: () => {
          answers = enter(emulator(), book().send(appeal))
          return []
        },
      },
      tell(appeal.endAt + 30 * second, () => emulator().webhookFor(appeal.id)),
      // Which they are is known once it was sent: the last that answered is told of.
      {
        at: appeal.endAt + 3_600 * second,
        happen: () =>
          told
            ? answers.filter(({ at }) => at <= clock.now().getTime()).map((each) => emulator().incomingWebhook(each))
            : [],
      },
    ]
  }
  return {
    ...{ connector: 'switchboard', name: 'Switchboard', secrets, book, emulator },
    config: {
      ...{ backfillFrom, timeZone: client.timeZone, inbox: true, contacts: true, exports: true },
      ...{ links: {}, columns: {}, optOutWords: [] },
    },
    owns: (request) =>
      request.url.startsWith(`${storeUrl}/`) ||
      (hostOf(request) === 'api.oneswitchboard.com' && keyShown(request) === secrets.accountId),
    fetch: (request) => emulator().fetch(request),
    setLimits: (limits) => void (emulator().limits = limits),
    hear: () => void (told = true),
    happenings: (from, to) => {
      emulator()
      return place.appeals.textsWithin(from, to).flatMap(send)
    },
    follows: (order) => [
      {
        at: order.placedAt,
        happen: () => {
          emulator()
          const click = book().gave(order)
          if (click) emulator().ledger.changed(click.broadcast.id)
          return []
        },
      },
    ],
  }
}

const phoneOf = (no: number, { donor, since }: Giver): EmulatedPhone => ({
  ...{ id: `ph_${no}`, number: dialled(donor.phone ?? ''), firstName: donor.firstName, lastName: donor.lastName },
  ...{ zip: donor.place.zip, state: donor.place.state, createdAt: since },
  ...(donor.email === null ? {} : { email: donor.email }),
})

const answersTo = ({ id, messages }: TextBroadcast): EmulatedIncoming[] =>
  messages.flatMap(({ id: messageId, to, repliedAt, reply = '', optedOutAt }) =>
    repliedAt === undefined
      ? []
      : [
          {
            ...{ id: messageId.replace('pm', 'im'), from: to ?? '', text: reply, at: repliedAt, broadcastId: id },
            ...(optedOutAt === undefined ? {} : { optedOutAt }),
          },
        ],
  )
