import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { metricsPage } from './metrics-page.ts'

/** Writes `docs/metrics.md` anew. Run it after changing what a metric says of itself. */
const page = path.join(import.meta.dirname, '../../../../../docs/metrics.md')
writeFileSync(page, metricsPage())
console.log(`wrote ${path.relative(process.cwd(), page)}`)
