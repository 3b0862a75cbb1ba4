import { runAction } from '@throughline/core/actions'
import { attribute, fitModels, type FitModelsDeps } from '@throughline/core/attribution'
import {
  askHeld,
  backfill,
  fetchHints,
  readConnection,
  reconcile,
  registerWebhooks,
  reprocess,
  runStream,
  type ReadDeps,
} from '@throughline/core/connections'
import { sendConversions } from '@throughline/core/conversions-out'
import { writeAttribution } from '@throughline/core/write-back'
import { importEvents } from '@throughline/core/events/import'
import { changeZone, forgetOld, mergeStrips, processInbox, replayAll } from '@throughline/core/ingest'
import { fireSchedule, type Handler, type NudgeKind } from '@throughline/core/jobs'
import { reconcileMatches } from '@throughline/core/matching'
import { tellAlerts, watch, type TellAlertsDeps } from '@throughline/core/notify'
import { segmentPeople } from '@throughline/core/segments'

export type HandlerDeps = ReadDeps &
  Pick<FitModelsDeps, 'threads'> &
  Pick<TellAlertsDeps, 'mailer' | 'postWebhook' | 'publicUrl' | 'random' | 'rules'>

/** What each kind of nudge does. Adding a kind without a handler does not compile. */
export function createHandlers(deps: HandlerDeps): Readonly<Record<NudgeKind, Handler>> {
  return {
    'process-inbox': processInbox(deps),
    'fetch-hints': fetchHints(deps),
    'run-action': runAction(deps),
    'send-conversions': sendConversions(deps),
    'write-back': writeAttribution(deps),
    reconcile: reconcile(deps),
    'replay-quarantine': replayAll(deps),
    'fire-schedule': fireSchedule(deps),
    'read-connection': readConnection(deps),
    'run-stream': runStream(deps),
    backfill: backfill(deps),
    'ask-held': askHeld(deps),
    'register-webhooks': registerWebhooks(deps),
    reprocess: reprocess(deps),
    retention: forgetOld(deps),
    'change-zone': changeZone(deps),
    'merge-strips': mergeStrips(deps),
    'import-events': importEvents(deps),
    attribute: attribute(deps),
    'fit-models': fitModels(deps),
    'reconcile-matches': reconcileMatches(deps),
    watch: watch(deps),
    'tell-alerts': tellAlerts(deps),
    'segment-people': segmentPeople(deps),
  }
}
