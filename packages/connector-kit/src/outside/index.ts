export { type LoadedOutside, loadOutside, OutsidePackage } from './load-outside.ts'
