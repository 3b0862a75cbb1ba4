import type { Millis } from './line-item.ts'
import { post } from './post.ts'
import type { Story } from './story.ts'

export interface TrickleOptions {
  story: Story
  /** Where the webhooks of a client's connection go, by kind. */
  urlsOf: (slug: string, connector: string) => Readonly<Record<string, string>> | undefined
  send: (request: Request) => Promise<Response>
  now: () => Date
  /** Resolves after so many milliseconds, or at once when the signal ends it. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  signal: AbortSignal
  /** From where on happenings are told; what was before is in the books already. */
  from: Millis
  /** In [0, 1). */
  random: () => number
  onFailure: (error: unknown) => void
}

const hour = 3_600_000
/** Of what other systems tell: told a second time, as happens. */
const toldTwice = 0.05

/** Lets everything happen at its time and tells it by webhook, until the signal ends it. */
export async function runTrickle(options: TrickleOptions): Promise<void> {
  const { story, urlsOf, send, now, sleep, signal, from, random, onFailure } = options
  for (let since = from; !signal.aborted; since += hour) {
    for (const told of story.until(since + hour)) {
      const wait = told.at - now().getTime()
      if (wait > 0) await sleep(wait, signal)
      if (signal.aborted) return
      const deliveries = told.happen()
      const urls = urlsOf(told.slug, told.connector)
      for (const delivery of urls ? deliveries : []) {
        const times = told.connector !== 'actblue' && random() < toldTwice ? 2 : 1
        for (let time = 0; time < times; time += 1) await post(delivery, urls ?? {}, { send }).catch(onFailure)
      }
    }
    const rest = since + hour - now().getTime()
    if (rest > 0) await sleep(rest, signal)
  }
}
