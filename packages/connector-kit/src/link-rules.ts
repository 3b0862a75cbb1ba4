/** What a link to a provider's own pages may carry, where a page of theirs takes what it carries to the conversion. Plain data. */
export interface LinkRules {
  /** Hosts of its pages; what is below them is theirs too. */
  hosts: readonly string[]
  /** Parameters that reach the conversion, the most telling first. */
  codes: readonly LinkCode[]
  /** Which of them the id of one click travels in, where nothing else stands there. */
  clickIdIn: string
  /** Whether UTM parameters reach the conversion too. */
  utmReachesConversion: boolean
}

export interface LinkCode {
  /** The parameter's name: `refcode`. */
  name: string
  /** How many characters come through whole. */
  longest: number
  /** `word`: letters, digits and underscores, and nothing else. */
  characters: 'word' | 'any'
}
