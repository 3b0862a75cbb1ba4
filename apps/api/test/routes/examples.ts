import { actionExamples } from './action-examples.ts'
import { alertExamples } from './alert-examples.ts'
import { attributionExamples } from './attribution-examples.ts'
import { connectionExamples } from './connection-examples.ts'
import { contactExamples } from './contact-examples.ts'
import { conversionsOutExamples } from './conversions-out-examples.ts'
import { eventExamples } from './events-examples.ts'
import { eventImportExamples } from './event-import-examples.ts'
import type { Example } from './example.ts'
import { figuresExamples } from './figures-examples.ts'
import { goalExamples } from './goal-examples.ts'
import { httpExamples } from './http-examples.ts'
import { keyExamples } from './key-examples.ts'
import { linkExamples } from './link-examples.ts'
import { matchingExamples } from './matching-examples.ts'
import { qualityExamples } from './quality-examples.ts'
import { peopleExamples } from './people-examples.ts'
import { pipelineExamples } from './pipeline-examples.ts'
import { segmentExamples } from './segment-examples.ts'
import { sessionExamples } from './session-examples.ts'
import { writeBackExamples } from './write-back-examples.ts'

/** One for every route there is: the route test fails where one is missing. */
export const examples: Example[] = [
  ...sessionExamples,
  ...peopleExamples,
  ...figuresExamples,
  ...attributionExamples,
  ...pipelineExamples,
  ...actionExamples,
  ...alertExamples,
  ...connectionExamples,
  ...conversionsOutExamples,
  ...writeBackExamples,
  ...contactExamples,
  ...keyExamples,
  ...linkExamples,
  ...matchingExamples,
  ...qualityExamples,
  ...segmentExamples,
  ...goalExamples,
  ...eventImportExamples,
  ...eventExamples,
  ...httpExamples,
]
