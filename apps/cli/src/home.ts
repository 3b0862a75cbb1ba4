import path from 'node:path'

/** The clone this command line belongs to. */
export const root = path.resolve(import.meta.dirname, '..', '..', '..')

/** Where this installation keeps its keys and data: `.throughline` in the clone, or THROUGHLINE_HOME. */
export const stateDirOf = (env: NodeJS.ProcessEnv): string => {
  const named = env['THROUGHLINE_HOME']
  return named ? path.resolve(named) : path.join(root, '.throughline')
}
