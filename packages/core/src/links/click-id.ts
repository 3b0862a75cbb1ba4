import { randomBytes } from 'node:crypto'

/** No letter that is taken for another one, and no large ones: codes are typed from paper. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const codeLength = 7
const clickLength = 12

function drawn(length: number): string {
  let text = ''
  while (text.length < length)
    for (const byte of randomBytes(length * 2)) {
      // Bytes past the last whole round of the alphabet would make its first letters likelier.
      if (byte < 256 - (256 % alphabet.length) && text.length < length) text += alphabet[byte % alphabet.length]
    }
  return text
}

/** What stands behind `/l/` where nobody chose it. */
export const drawCode = (): string => drawn(codeLength)

/** The name of one click: `tl_gala26_7mk2…`. In it the link's code, in letters that every form lets through whole. */
export const clickIdOf = (code: string): string => `tl_${code}_${drawn(clickLength)}`

export const codeSyntax = /^[a-z0-9][a-z0-9_]{2,23}$/

/** The code of the link whose click this is; undefined where it is no click of ours. */
export function codeInClickId(text: string): string | undefined {
  const [, code] = new RegExp(`^tl_([a-z0-9][a-z0-9_]{2,23})_[a-z0-9]{${clickLength}}$`, 'i').exec(text.trim()) ?? []
  return code?.toLowerCase()
}
