export {
  afterTimeout,
  createNotifier,
  listenForNews,
  newsKinds,
  News,
  type After,
  type Notifier,
  type NotifierDeps,
} from './notifier.ts'
