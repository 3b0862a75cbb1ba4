export { openServiceMeter } from './service/open-service-meter.ts'
export type { Face, ServiceMeter } from './service/service-meter.ts'
