import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { Sort } from '#lib/portfolio/group-rows.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  event.depends('app:portfolio')
  return {
    portfolio: await part(event, apiOf(event).portfolio.read.query()),
    sort: readSort(event.url.searchParams.get('sort')),
  }
}

const readSort = (text: string | null): Sort => (text === 'raised' || text === 'name' ? text : 'attention')
