export { checkOutside } from './check/check-outside.ts'
export { type LoadedOutside, loadOutside, OutsidePackage } from './load-outside.ts'
