import { describeError } from '@throughline/core/jobs'

/** Undoes in reverse what was set up, each step although another failed. */
export const unwinding = () => {
  const steps: (() => Promise<void>)[] = []
  return {
    add: (step: () => Promise<void>): void => {
      steps.push(step)
    },
    run: async (): Promise<void> => {
      for (const step of steps.splice(0).reverse())
        await step().catch((error: unknown) => {
          console.error(describeError(error))
        })
    },
  }
}
