import { listen } from './listen.ts'
import type { LiveMessage } from './notice.ts'

/** One stream for all tabs of a browser: HTTP/1.1 allows six connections, and tabs are many. */
interface SharedScope {
  onconnect: ((event: MessageEvent) => void) | null
}

const tabs = new Set<MessagePort>()
let stop: (() => void) | undefined
let person: string | undefined

const tellAll = (message: LiveMessage) => {
  for (const tab of tabs) tab.postMessage(message)
}

;(globalThis as unknown as SharedScope).onconnect = ({ ports: [port] }) => {
  if (!port) return
  port.onmessage = ({ data }: MessageEvent<{ person?: string; bye?: true }>) => {
    if (data.bye) {
      tabs.delete(port)
      if (tabs.size === 0) {
        stop?.()
        stop = person = undefined
      }
      return
    }
    tabs.add(port)
    // Someone else signed in: their stream, not the one before.
    if (data.person !== person) stop?.()
    if (!stop || data.person !== person) stop = listen(tellAll)
    person = data.person
  }
  port.start()
}
