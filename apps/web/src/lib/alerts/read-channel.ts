import type { Questions } from '#lib/app-router.ts'
import { text } from '#lib/server/form.ts'

type Channel = Omit<Questions['alerts']['saveChannel'], 'tenant'>

const kinds = ['slack', 'pagerduty', 'mail'] as const
const severities = ['critical', 'warning', 'info'] as const
const texts = (form: FormData, name: string) => form.getAll(name).filter((each) => typeof each === 'string')

/** The form of a channel. What it does not say stays as it is, or is the usual. */
export function readChannel(form: FormData): Channel {
  const chosen = texts(form, 'severities')
  return {
    channelId: text(form, 'channelId') || null,
    of: text(form, 'of') === 'agency' ? 'agency' : 'client',
    kind: kinds.find((each) => each === text(form, 'kind')) ?? 'slack',
    name: text(form, 'name').trim(),
    address: text(form, 'address').trim() || null,
    key: text(form, 'key').trim() || null,
    people: texts(form, 'people'),
    severities: severities.filter((each) => chosen.includes(each)),
    rules: text(form, 'which') === 'some' ? texts(form, 'rules') : null,
    isOn: form.get('isOn') !== null,
  }
}
