/** Resolves with why when the process is asked to end, or when something inside has failed beyond repair. */
export interface StopSignal {
  asked: Promise<string>
  ask: (why: string) => void
}

/** Listens for Ctrl-C and its kin. Asking twice changes nothing: what is under way is finished. */
export const stopSignal = (): StopSignal => {
  let ask: (why: string) => void = () => {}
  const asked = new Promise<string>((resolve) => (ask = resolve))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      ask(signal)
    })
  return { asked, ask }
}
