import { words } from '#lib/words.ts'
import { isBusy, type ImportCard } from './import-form.ts'

const w = words.eventImport

/** Where an import stands, in a word. */
export function stateText(each: ImportCard): string {
  if (each.work?.state === 'failed') return w.failed
  if (isBusy(each) && each.work?.step === 'check') return w.checking
  return w.states[each.state] ?? each.state
}

export function stateTone(each: ImportCard): 'good' | 'warn' | 'bad' | 'neutral' {
  if (each.work?.state === 'failed') return 'bad'
  if (each.state === 'written') return 'good'
  return isBusy(each) || each.state === 'stopped' || each.state === 'uploading' ? 'warn' : 'neutral'
}
