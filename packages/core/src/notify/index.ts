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
export { notifyAlerts } from './notify-alerts.ts'
export { watch, type WatchDeps } from './watch.ts'
export { watchNews } from './watch-news.ts'
export { createPostWebhook, type PostWebhook } from './delivery/post-webhook.ts'
export { forgetTold } from './delivery/outbox.store.ts'
export { tellAlerts, type TellAlertsDeps } from './delivery/tell-alerts.ts'
export { createAlerts, type AlertsDeps } from './create-alerts.ts'
export { alertStates, type Alerts } from './alerts.ts'
export { ChannelInput } from './delivery/channel.ts'
