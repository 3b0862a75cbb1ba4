/** Names of figures, in both vocabularies. */
export const metrics = {
  raised_gross: 'Raised',
  raised_net: 'Net raised',
  gifts: 'Gifts',
  donors: 'Donors',
  new_donors: 'New donors',
  average_gift: 'Average gift',
  recurring_share: 'From recurring gifts',
  refunded: 'Given back',
} as Record<string, string>

export const commerceMetrics = {
  raised_gross: 'Sold',
  raised_net: 'Net sold',
  gifts: 'Orders',
  donors: 'Customers',
  new_donors: 'New customers',
  average_gift: 'Average order',
  recurring_share: 'From subscriptions',
  refunded: 'Given back',
} as Record<string, string>

export const noFigure = {
  rate_missing: 'Currencies mixed, rate missing',
  no_units: 'Nothing to divide by yet',
  not_read_yet: 'Not read yet',
  no_model_yet: 'No model yet',
} as Record<string, string>
