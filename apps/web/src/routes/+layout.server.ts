import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ cookies }) => ({
  now: new Date().toISOString(),
  railFolded: cookies.get('rail') === 'icons',
})
