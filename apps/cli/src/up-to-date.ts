import { migrate } from '@throughline/db'
import { StartFailure } from '@throughline/db/embedded'

/** Brings the database to this version's structure. @throws StartFailure in one line where it will not */
export const bringUpToDate = async (ownerUrl: string, options: { unlessSame?: boolean } = {}): Promise<void> => {
  try {
    await migrate(ownerUrl, options)
  } catch (cause) {
    const deepest = ((cause as Error).cause ?? cause) as Error
    throw new StartFailure(
      `The database could not be brought to this version’s structure: ${deepest.message}. Nothing was changed.`,
      { cause },
    )
  }
}
