import { api } from '#lib/api.ts'
import type { Built } from './link-types.ts'

/** How long somebody types before the link is tried. */
const pauseMs = 250

/** The link as it is typed: tried at the API when typing pauses; an answer that was overtaken is not shown. */
export class LinkPreview {
  url = $state('')
  values = $state<Record<string, string>>({})
  tokens = $state<Record<string, string>>({})
  answer = $state.raw<Built>()
  failed = $state(false)

  constructor(tenant: () => string) {
    $effect(() => {
      const asked = { tenant: tenant(), url: this.url, values: { ...this.values }, tokens: { ...this.tokens } }
      if (asked.url.trim() === '') {
        this.answer = undefined
        this.failed = false
        return
      }
      let current = true
      const timer = setTimeout(() => {
        api.links.build.mutate(asked).then(
          (answer) => {
            if (current) [this.answer, this.failed] = [answer, false]
          },
          () => {
            if (current) [this.answer, this.failed] = [undefined, true]
          },
        )
      }, pauseMs)
      return () => {
        current = false
        clearTimeout(timer)
      }
    })
  }

  /** What is wrong at one field, in words. */
  problem(field: string): string | undefined {
    const built = this.answer?.built
    return built && !built.ok ? built.problems.find((each) => each.field === field)?.say : undefined
  }
}
