import type { Instant } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { zoneAt } from '../../ledger/index.ts'
import { asKnown } from '../as-known.ts'
import { comparedRange, samePoint, type ComparedPart, type DayRange } from '../compared-range.ts'
import { tenantFrame, type TenantFrame } from '../tenant.store.ts'
import { todayIn, type Today } from '../today.ts'
import { checkQuestion, type Checked } from './check-question.ts'
import type { Question } from './question.ts'

/** What an answer stands on. */
export interface AnswerGround {
  batch: number
  recordedAt: Instant | null
  frame: TenantFrame
  timeZone: string
  today: Today
  checked: Checked
  compared: DayRange | null
  /** The compared range as far as its counterpart has come. */
  part: ComparedPart | null
}

/** @throws Invalid in a sentence that says what would work; NotFound for a batch that was never given out */
export async function groundOf(inside: Inside, question: Question, now: Date): Promise<AnswerGround> {
  const { batch, recordedAt } = await asKnown(inside, question.batch)
  const [frame, timeZone] = [await tenantFrame(inside), await zoneAt(inside, batch)]
  const today = todayIn(timeZone, now)
  const checked = checkQuestion(question, today)
  const comparison = question.comparison ?? 'none'
  const compared = comparedRange(checked.range, comparison)
  const part = compared && samePoint(checked.range, compared, comparison, today)
  return { batch, recordedAt, frame, timeZone, today, checked, compared, part }
}
