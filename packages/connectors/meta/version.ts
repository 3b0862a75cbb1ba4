/** The Marketing API version that is asked for. An expired one is refused, so it is a setting; this is what it starts at. */
export const latestVersion = 'v25.0'
