import type { MeasureStore, StoreId } from '../registry/measure.ts'
import { activityHourStore, activityStore } from './activity.store.ts'
import { creditStore } from './credit.store.ts'
import { deliveryStore } from './delivery.store.ts'
import { moneyStore } from './money.store.ts'
import { peopleStore } from './people.store.ts'

/** Every place that measures are read from. */
export const stores: Readonly<Record<StoreId, MeasureStore>> = {
  money: moneyStore,
  credit: creditStore,
  delivery: deliveryStore,
  activity: activityStore,
  activity_hour: activityHourStore,
  people: peopleStore,
}
