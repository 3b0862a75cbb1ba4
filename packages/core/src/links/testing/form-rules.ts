import type { LinkRules } from '@throughline/connector-kit'

/** A provider of forms whose second code is cut after 47 characters. */
export const formRules: LinkRules = {
  hosts: ['forms.example'],
  codes: [
    { name: 'refcode', longest: 47, characters: 'word' },
    { name: 'refcode2', longest: 47, characters: 'word' },
  ],
  clickIdIn: 'refcode2',
  utmReachesConversion: false,
}
