export { chainHash, chainStart } from '@throughline/db'
