import { isBuiltin, registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

/** Of Node itself a package may import what computes, and nothing that reaches out. */
const computing = new Set(['buffer', 'crypto', 'querystring', 'string_decoder', 'url', 'util'])
/** What a package shares with us is resolved from here. */
const shared = /^(zod|@throughline\/(canonical|connector-kit))(\/|$)/
const formats = new Set(['module', 'module-typescript', 'json'])

/** Lets a package import its own modules, the kit and what computes; after `close()` nobody imports anything any more. */
export function openPackageDoor(folder: string): { close: () => void } {
  const root = `${pathToFileURL(folder).href.replace(/\/?$/, '/')}`
  let closed = false
  const refuse = (specifier: string): never => {
    throw new Error(`${specifier.slice(0, 100)} is not for an outside package to import`)
  }
  registerHooks({
    resolve(specifier, context, next) {
      if (closed) return refuse(specifier)
      if (isBuiltin(specifier))
        return computing.has(specifier.replace(/^node:/, '')) ? next(specifier, context) : refuse(specifier)
      const isOurs = context.parentURL !== undefined && !context.parentURL.startsWith(root)
      if (isOurs || context.parentURL === undefined) return next(specifier, context)
      if (shared.test(specifier)) return next(specifier, { ...context, parentURL: import.meta.url })
      const found = next(specifier, context)
      return found.url.startsWith(root) ? found : refuse(specifier)
    },
    load(url, context, next) {
      const loaded = next(url, context)
      if (url.startsWith(root) && !formats.has(loaded.format ?? '')) return refuse(url.slice(root.length))
      return loaded
    },
  })
  return {
    close: () => {
      closed = true
    },
  }
}
