export { openQueue, type GraphileQueue, type QueueOptions } from './graphile-queue.ts'
export { startWorker, type Worker, type WorkerDeps } from './start-worker.ts'
