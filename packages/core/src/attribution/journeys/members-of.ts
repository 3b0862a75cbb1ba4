import { rootsAt, type ContactLink } from '../../ledger/index.ts'

/** Who these contacts are: every contact that is part of one of them, or of whom one is part, by the one that stands for all. */
export function membersOf(contactNos: Iterable<number>, links: readonly ContactLink[]): Map<number, number[]> {
  const rootOf = rootsAt(links, Infinity)
  const members = new Map([...contactNos].map((no) => [rootOf(no), [rootOf(no)]]))
  for (const from of new Set(links.map((link) => link.from))) {
    const root = rootOf(from)
    if (root !== from) members.get(root)?.push(from)
  }
  return members
}
