export { Conflict, Forbidden, Invalid, NotFound, TooMany, Unauthenticated } from '@throughline/canonical'
