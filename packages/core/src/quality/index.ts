export { openServiceMeter } from './service/open-service-meter.ts'
export type { Face, ServiceMeter } from './service/service-meter.ts'
export { createDataHealth, type DataHealth, type ServiceHealth, type SourceMeasures } from './data-health.ts'
export { qualityAlerts } from './alert-rules/index.ts'
