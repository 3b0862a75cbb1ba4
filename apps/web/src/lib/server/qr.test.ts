import decodeQR from 'qr/decode.js'
import { expect, test } from 'vitest'
import { qrOf } from './qr.ts'

/** Paints a code's path as a browser does, dark on white, and reads it back. */
function read({ size, path }: ReturnType<typeof qrOf>): string {
  const scale = 4
  const width = size * scale
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1)
      for (let at = Number(x) * scale; at < (Number(x) + Number(length)) * scale; at += 1)
        data.fill(0, (row * width + at) * 4, (row * width + at) * 4 + 3)
  return decodeQR({ width, height: width, data })
}

test.each([
  'otpauth://totp/Throughline:olive%40example.org?issuer=Throughline&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30',
  `otpauth://totp/Throughline:${'a-rather-long-name'.repeat(5)}%40example.org?issuer=Throughline&secret=JBSWY3DPEHPK3PXP`,
])('a camera reads what was written: %s', (text) => {
  expect(read(qrOf(text))).toBe(text)
})

test('the quiet zone around a code is empty', () => {
  const { size, path } = qrOf('otpauth://totp/x')
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, length]) => [
    Number(x),
    Number(y),
    Number(length),
  ])
  expect(runs.length).toBeGreaterThan(20)
  for (const [x = 0, y = 0, length = 0] of runs) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(4)
    expect(Math.max(x + length, y + 1)).toBeLessThanOrEqual(size - 4)
  }
})
