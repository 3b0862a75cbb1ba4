import { StartFailure } from '@throughline/db/embedded'
import { processContext } from './command.ts'
import { dispatch } from './dispatch.ts'

// Whoever reads us may stop reading (`| head`): what is under way is still to be ended properly.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

try {
  process.exitCode = await dispatch(process.argv.slice(2), processContext())
} catch (error) {
  // A failure we know says what to do in one line; any other is a fault of ours, and its stack is wanted.
  const known = error instanceof StartFailure || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  console.error(known ? (error as Error).message : error)
  process.exitCode = 1
}
