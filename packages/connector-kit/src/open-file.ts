import { open } from 'node:fs/promises'

/** A downloaded file as it is read: piece by piece, from anywhere in it. */
export interface OpenFile {
  /** At most so many bytes from this position; none at the end. */
  read(length: number, position: number): Promise<Buffer>
  size(): Promise<number>
  close(): Promise<void>
}

async function openOnDisk(path: string): Promise<OpenFile> {
  const file = await open(path, 'r')
  return {
    async read(length, position) {
      const piece = Buffer.allocUnsafe(length)
      const { bytesRead } = await file.read(piece, 0, length, position)
      return piece.subarray(0, bytesRead)
    },
    size: async () => (await file.stat()).size,
    close: () => file.close(),
  }
}

let opener = openOnDisk

export const openFile = (path: string): Promise<OpenFile> => opener(path)

/** Where this process may read no files: they are read through another one. */
export function openFilesThrough(other: (path: string) => Promise<OpenFile>): void {
  opener = other
}
