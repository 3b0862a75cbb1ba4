import type { SubmitFunction } from '$app/forms'

/** A form keeps what was typed into it, whatever became of it. For `use:enhance`. */
export const keepTyped: SubmitFunction =
  () =>
  ({ update }) =>
    update({ reset: false })
