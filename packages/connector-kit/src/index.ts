export * from './account.ts'
export * from './action.ts'
export * from './ask-totals.ts'
export * from './auth.ts'
export * from './connect.ts'
export * from './attribution-out.ts'
export * from './conversions.ts'
export { type RenewAlone } from './credentials.ts'
export * from './csv.ts'
export { cutRecord, type CsvCut } from './csv-record.ts'
export * from './define-connector.ts'
export { type Spool } from './download.ts'
export { forConnection, readDelivery, readEach, readRows, receiveAt, type Elsewhere } from './elsewhere.ts'
export * from './errors.ts'
export * from './fetch-named.ts'
export * from './form.ts'
export { type Surroundings } from './http-client.ts'
export { HttpStates } from './http-state.ts'
export * from './http.ts'
export { observeRow, observeRows } from './observe.ts'
export type * from './link-rules.ts'
export * from './oauth.ts'
export * from './observed.ts'
export * from './proof.ts'
export * from './raw-request.ts'
export { createRedactor } from './redact.ts'
export * from './run-store.ts'
export * from './runner.ts'
export { type KnownShape } from './shape-watch.ts'
export * from './total.ts'
export {
  longestBody,
  receive,
  routeOf,
  splitDelivery,
  type AccountPart,
  type Hint,
  type Knock,
  type Reception,
} from './webhook.ts'
