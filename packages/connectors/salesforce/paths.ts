/** Pinned: Salesforce keeps a version for years, and retired ones answer 410. */
const version = 'v62.0'
const data = `/services/data/${version}`

export const paths = {
  query: `${data}/query`,
  /** With rows of the recycle bin and archived activities. */
  queryAll: `${data}/queryAll`,
  describe: (object: string) => `${data}/sobjects/${object}/describe`,
  layouts: (object: string) => `${data}/sobjects/${object}/describe/layouts`,
  deleted: (object: string) => `${data}/sobjects/${object}/deleted`,
  jobs: `${data}/jobs/query`,
  job: (id: string) => `${data}/jobs/query/${encodeURIComponent(id)}`,
  results: (id: string) => `${data}/jobs/query/${encodeURIComponent(id)}/results`,
  records: `${data}/composite/sobjects`,
  authorize: '/services/oauth2/authorize',
  token: '/services/oauth2/token',
}
