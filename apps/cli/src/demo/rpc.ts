/** One end of a channel between two threads. */
export interface Port {
  postMessage(message: unknown): void
  on(event: 'message', heard: (message: unknown) => void): unknown
  /** The other side is gone: a thread says `exit`, a port `close`. */
  on(event: 'exit' | 'close', gone: () => void): unknown
}

type Call = { id: number; name: string; args: unknown[] }
type Answer = { id: number; result: unknown } | { id: number; error: string }
export type Answers = Readonly<Record<string, (...args: never[]) => unknown>>

/**
 * Lets two threads call each other's functions by name. What goes across is copied, so it must be plain.
 * @returns how to call the other side
 */
export const connectRpc = (port: Port, answers: Answers): ((name: string, ...args: unknown[]) => Promise<unknown>) => {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  let lastId = 0
  let gone = false
  // Whoever waits for a side that is gone would wait for ever, and a stop with it.
  const giveUp = () => {
    gone = true
    for (const { reject } of waiting.values()) reject(new Error('the other thread ended'))
    waiting.clear()
  }
  port.on('exit', giveUp)
  port.on('close', giveUp)
  const answer = async ({ id, name, args }: Call): Promise<Answer> => {
    try {
      const fn = answers[name]
      if (!fn) throw new Error(`nobody answers to ${name}`)
      return { id, result: await fn(...(args as never[])) }
    } catch (error) {
      return { id, error: error instanceof Error ? error.message : String(error) }
    }
  }
  port.on('message', (heard) => {
    const message = heard as Call | Answer
    if ('name' in message) {
      void answer(message).then((answered) => {
        port.postMessage(answered)
      })
      return
    }
    const asked = waiting.get(message.id)
    waiting.delete(message.id)
    if ('error' in message) asked?.reject(new Error(message.error))
    else asked?.resolve(message.result)
  })
  return (name, ...args) =>
    new Promise((resolve, reject) => {
      if (gone) {
        reject(new Error('the other thread ended'))
        return
      }
      lastId += 1
      waiting.set(lastId, { resolve, reject })
      port.postMessage({ id: lastId, name, args })
    })
}
