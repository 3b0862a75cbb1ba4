/** Passwords of a server that lives as long as a test run. */
export const passwords = { owner: 'owner', app: 'app', jobs: 'jobs' }
export const template = 'throughline_template'
