import { StartFailure } from '@throughline/db/embedded'

/** A moment as a person types it: ISO 8601 with its zone, so that nobody means another hour than is taken. @throws StartFailure */
export const moment = (text: string): Date => {
  const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
  const at = new Date(text)
  if (!zoned || Number.isNaN(at.getTime()))
    throw new StartFailure(
      `"${text}" is not a moment with its zone, as 2026-11-20T15:00:00Z or 2026-11-20T10:00:00-05:00.`,
    )
  return at
}
