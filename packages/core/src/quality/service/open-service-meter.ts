import type { Door } from '@throughline/db'
import { addServiceMinutes, jobOf } from './service-minute.store.ts'
import { createServiceMeter, type ServiceMeter, type ServiceMeterDeps } from './service-meter.ts'

/** A meter that writes to each tenant's own rows. */
export const openServiceMeter = ({
  door,
  ...deps
}: Omit<ServiceMeterDeps, 'write'> & { door: Pick<Door, 'withTenant'> }): ServiceMeter =>
  createServiceMeter({
    ...deps,
    write: (tenantId, minutes) =>
      door.withTenant(jobOf(tenantId, 'service-meter'), tenantId, (inside) => addServiceMinutes(inside, minutes)),
  })
