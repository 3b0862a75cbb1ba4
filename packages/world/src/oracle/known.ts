import type { Rows, Truth, TruthEvent } from './truth.ts'

/** All that is known once so many arrivals have come: of each row what it said last, of each event what it said first. */
export interface Known {
  truth: Truth
  rows: { readonly [What in keyof Rows]: readonly Rows[What][] }
  events: readonly TruthEvent[]
  /** Up to when everything that was told is known. */
  until: number
  /** Whom a person is counted as: people who were found to be one are one. */
  personOf(person: number): number
}

/**
 * @param arrivals how many of them have come; all where left out
 * @param until when the last of them had come
 */
export function knownAfter(truth: Truth, arrivals: number = truth.arrivals.length, until: number = truth.now): Known {
  const newest = new Map<string, { what: keyof Rows; revision: number; row: unknown; withdrawn: boolean }>()
  const events = new Map<string, TruthEvent>()
  const partOf = new Map<number, number>()
  const personOf = (person: number): number => {
    const into = partOf.get(person)
    return into === undefined ? person : personOf(into)
  }
  for (const arrival of truth.arrivals.slice(0, arrivals))
    for (const telling of arrival) {
      if (telling.what === 'event') {
        if (!events.has(telling.event.id)) events.set(telling.event.id, telling.event)
      } else if (telling.what === 'merge') {
        const [from, into] = [personOf(telling.from), personOf(telling.into)]
        if (from !== into) partOf.set(from, into)
      } else {
        const { what, revision, row, withdrawn = false } = telling
        const name = `${what} ${row.key}`
        const before = newest.get(name)
        if (before === undefined || revision >= before.revision) newest.set(name, { what, revision, row, withdrawn })
      }
    }
  const list = <What extends keyof Rows>(what: What): Rows[What][] =>
    [...newest.values()].flatMap((each) => (each.what === what && !each.withdrawn ? [each.row as Rows[What]] : []))
  return {
    truth,
    until,
    rows: {
      gift: list('gift'),
      back: list('back'),
      plan: list('plan'),
      campaign: list('campaign'),
      adSet: list('adSet'),
      ad: list('ad'),
      creative: list('creative'),
      adDay: list('adDay'),
      text: list('text'),
      textClick: list('textClick'),
      optOut: list('optOut'),
    },
    events: [...events.values()],
    personOf,
  }
}
