export { requireSound, severities, type AlertFinding, type AlertRule, type Say, type Severity } from './alert-rule.ts'
export { raise, settle, type Raised, type Settled } from './alert.store.ts'
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
