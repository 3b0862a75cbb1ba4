import type { PageServerLoad } from './$types'

/**
 * Where a source sends a person back to. The browser came from elsewhere, so it brings no session along (the cookie is strict): this
 * page asks for nothing, and goes on to one that does, which the browser then asks for as coming from here.
 */
export const load: PageServerLoad = ({ url }) => {
  const kept = new URLSearchParams()
  for (const name of ['state', 'code', 'error']) {
    const value = url.searchParams.get(name)
    if (value !== null) kept.set(name, value)
  }
  return { next: `/oauth/finish?${kept.toString()}` }
}
