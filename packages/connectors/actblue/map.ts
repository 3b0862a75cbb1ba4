export { mapCancellationNotice, mapDonationNotice, mapRefundNotice } from './map-notice.ts'
export { mapCancellationRow, mapContributionRow, mapRefundRow } from './map-row.ts'
