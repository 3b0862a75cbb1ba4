import { startPersistentServer } from '../persistent.ts'

/** A process to be killed: brings up the server of the given directory, says its address, and waits. */
const [stateDir = ''] = process.argv.slice(2)
const { url } = await startPersistentServer({ stateDir, doing: 'a start to be killed' })
console.log(url)
setInterval(() => {}, 60_000)
