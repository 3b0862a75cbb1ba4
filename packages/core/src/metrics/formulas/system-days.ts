import type { Inside } from '@throughline/db'
import { serviceByDay, type ServiceSums } from '../../quality/service/service-minute.store.ts'
import type { Ask } from '../registry/measure.ts'
import type { MetricReader, Worth } from '../registry/metric.ts'

const nothing: ServiceSums = { calls: 0, failed: 0, slow: 0, busyUs: 0, cpuUs: 0, bytes: 0 }

/** Reads a metric of what answering came to: of the range, and by day where that is asked by. It is the same at every batch. */
export const bySystemDay =
  (worthOf: (sums: ServiceSums) => Worth): MetricReader =>
  async (inside: Pick<Inside, 'db'>, { range, by, filter }: Omit<Ask, 'measures'>) => {
    const wanted = filter.day
    const days = (await serviceByDay(inside, range)).filter(({ day }) => wanted?.includes(day) ?? true)
    const total = days.reduce<ServiceSums>(
      (sum, day) => ({
        ...{ calls: sum.calls + day.calls, failed: sum.failed + day.failed, slow: sum.slow + day.slow },
        ...{ busyUs: sum.busyUs + day.busyUs, cpuUs: sum.cpuUs + day.cpuUs, bytes: sum.bytes + day.bytes },
      }),
      nothing,
    )
    return {
      total: worthOf(total),
      rows: by === 'day' ? days.map((day) => ({ key: day.day, worth: worthOf(day) })) : [],
    }
  }
