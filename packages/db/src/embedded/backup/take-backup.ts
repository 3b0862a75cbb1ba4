import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { connect } from '../../connect.ts'
import { serverAccount } from '../account.ts'
import type { Progress } from '../initialise.ts'
import { placeOf } from '../place.ts'
import { arrangeArchiving, archiveAt, type Archive, backupFolder, prepareArchive, systemIdentifier } from './archive.ts'
import { copyFiles } from './copy-files.ts'

/** One copy of the files, as `backup.json` beside it says. */
export interface Base {
  name: string
  /** Whole from here on: a restore to an earlier moment needs an earlier copy. ISO UTC. */
  endedAt: string
  /** The first segment of the log that a restore from it needs. */
  firstSegment: string
  bytes: number
}

/** What a copy of a running server must not hold (the list is in PostgreSQL's chapter on base backups). */
const emptied = /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/./
const dropped = /(^|\/)(postmaster\.(pid|opts)|pg_internal\.init|current_logfiles|pgsql_tmp[^/]*)$/
const leaveOut = (name: string) => emptied.test(name) || dropped.test(name)

/** Copies in the archive, oldest first. */
export const basesIn = (archive: Archive): Base[] =>
  (existsSync(archive.base) ? readdirSync(archive.base) : [])
    .filter((name) => existsSync(path.join(archive.base, name, 'backup.json')) && !name.endsWith('.part'))
    .map((name) => JSON.parse(readFileSync(path.join(archive.base, name, 'backup.json'), 'utf8')) as Base)
    .sort((a, b) => (a.endedAt < b.endedAt ? -1 : 1))

/**
 * Copies the running server's files between `pg_backup_start` and `pg_backup_stop`, and from then on keeps its log: together
 * they give back any moment since. Keeps the newest copies and the log they need.
 *
 * @param url of the superuser
 * @param keep how many copies stay
 */
export const takeBackup = async (options: {
  url: string
  stateDir: string
  keep: number
  onProgress?: (progress: Progress) => void
}): Promise<Base & { dir: string }> => {
  const { url, stateDir, keep, onProgress } = options
  const place = placeOf(stateDir)
  const dataDir = path.join(place, 'postgres')
  const account = serverAccount()
  const archive = archiveAt(backupFolder(stateDir, place), systemIdentifier(dataDir))
  await prepareArchive(archive, account)
  await arrangeArchiving(url, archive)
  const sql = connect(url, { max: 1, onnotice: () => {} })
  try {
    const [at] = await sql<
      [{ name: string }]
    >`select to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24-MI-SS-MS') as name`
    const dir = path.join(archive.base, at.name)
    const part = `${dir}.part`
    await sql`select pg_backup_start(${at.name}, fast => true)`
    const { bytes } = await copyFiles({
      from: dataDir,
      to: path.join(part, 'data'),
      leaveOut,
      onFraction: (fraction) => onProgress?.({ stage: 'Copying the database', fraction: fraction * 0.95 }),
    })
    // Waits until the log that makes the copy whole is archived.
    onProgress?.({ stage: 'Archiving its log', fraction: 0.97 })
    const [stop] = await sql<[{ labelfile: string }]>`select labelfile from pg_backup_stop()`
    const [end] = await sql<[{ at: Date }]>`select clock_timestamp() as at`
    await writeFile(path.join(part, 'data', 'backup_label'), stop.labelfile)
    const firstSegment = /START WAL LOCATION: .*\(file ([0-9A-F]{24})\)/.exec(stop.labelfile)?.[1] ?? ''
    const base: Base = { name: at.name, endedAt: end.at.toISOString(), firstSegment, bytes }
    await writeFile(path.join(part, 'backup.json'), `${JSON.stringify(base, null, 2)}\n`)
    spawnSync('sync', ['-f', part])
    await rename(part, dir)
    await prune(archive, keep)
    return { ...base, dir }
  } finally {
    await sql.end()
  }
}

/** Drops the oldest copies, copies cut short, and the log from before the oldest that stays. */
const prune = async (archive: Archive, keep: number): Promise<void> => {
  const bases = basesIn(archive)
  const kept = bases.slice(-Math.max(1, keep))
  for (const name of readdirSync(archive.base))
    if (!kept.some((base) => base.name === name)) await rm(path.join(archive.base, name), { recursive: true })
  const needed = kept[0]?.firstSegment.slice(8) ?? ''
  for (const dir of [archive.wal, archive.left])
    for (const name of readdirSync(dir)) {
      // A segment's name is its timeline (8 digits) and its place in the log; histories of timelines stay for ever.
      const segment = /^[0-9A-F]{8}([0-9A-F]{16})(\.|$)/.exec(name)?.[1]
      if (segment !== undefined && segment < needed) await rm(path.join(dir, name))
    }
}
