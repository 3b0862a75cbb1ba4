import encodeQR from 'qr'

/** A QR code to be drawn: `path` fills its dark squares on a field of `size` by `size`, quiet zone included. */
export interface QrCode {
  size: number
  path: string
}

/** What ISO/IEC 18004 asks for around a code. */
const quietSquares = 4

/** Text as a QR code, of which 15 % may be unreadable. */
export function qrOf(text: string): QrCode {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: quietSquares })
  const runs = rows.flatMap((row, y) => darkRuns(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`))
  return { size: rows.length, path: runs.join('') }
}

/** Where dark squares stand side by side in a row: from which, and how many. */
function darkRuns(row: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = []
  row.forEach((dark, x) => {
    const last = runs.at(-1)
    if (dark && last && last[0] + last[1] === x) last[1] += 1
    else if (dark) runs.push([x, 1])
  })
  return runs
}
