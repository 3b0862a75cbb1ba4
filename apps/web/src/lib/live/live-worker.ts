import { listen } from './listen.ts'
import { createEarlier } from './earlier.ts'
import type { LiveMessage } from './notice.ts'

/** One stream for all tabs of a browser: HTTP/1.1 allows six connections, and tabs are many. */
interface SharedScope {
  onconnect: ((event: MessageEvent) => void) | null
}

/** What a tab says when it begins to listen: whose it is, when it was made on the server's clock, and when on this browser's. */
export interface Joining {
  person: string
  made: string
  begun: number
}

const tabs = new Set<MessagePort>()
const earlier = createEarlier(() => Date.now())
let stop: (() => void) | undefined
let person: string | undefined

const tellAll = (message: LiveMessage) => {
  earlier.heard(message)
  for (const tab of tabs) tab.postMessage(message)
}

;(globalThis as unknown as SharedScope).onconnect = ({ ports: [port] }) => {
  if (!port) return
  port.onmessage = ({ data }: MessageEvent<Joining | { bye: true }>) => {
    if ('bye' in data) {
      tabs.delete(port)
      if (tabs.size === 0) {
        stop?.()
        stop = person = undefined
      }
      return
    }
    tabs.add(port)
    const same = stop !== undefined && data.person === person
    if (same) for (const message of earlier.since(data.begun)) port.postMessage(message)
    else {
      // Someone else signed in: their stream, not the one before.
      stop?.()
      earlier.forget()
      stop = listen(data.made, tellAll)
    }
    person = data.person
  }
  port.start()
}
