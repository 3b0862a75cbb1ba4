/** Contact numbers as they are kept: in order, 32 bits each, little-endian. */
export function packMembers(members: Int32Array): Uint8Array {
  const bytes = new Uint8Array(members.length * 4)
  const view = new DataView(bytes.buffer)
  members.forEach((contact, i) => view.setInt32(i * 4, contact, true))
  return bytes
}

export function unpackMembers(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Int32Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getInt32(i * 4, true))
}

/** Who came and who went between two memberships, both in order. */
export function changedMembers(before: Int32Array, now: Int32Array): { entered: number[]; gone: number[] } {
  const [entered, gone]: [number[], number[]] = [[], []]
  let [b, n] = [0, 0]
  while (b < before.length || n < now.length) {
    const [was, is] = [before[b] ?? Infinity, now[n] ?? Infinity]
    if (was === is) {
      b++
      n++
    } else if (was < is) {
      gone.push(was)
      b++
    } else {
      entered.push(is)
      n++
    }
  }
  return { entered, gone }
}
