export { openQueue, type GraphileQueue, type QueueOptions } from './graphile-queue.ts'
export { createHandlers, type HandlerDeps } from './handlers.ts'
export { startWorker, type Worker, type WorkerDeps } from './start-worker.ts'
