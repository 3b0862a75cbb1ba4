import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { connect } from '../../connect.ts'
import { type Account, canReach, give } from '../account.ts'
import { StartFailure } from '../start-failure.ts'

/**
 * Where one database's backups lie: `base/<time>/` are copies of its files, `wal/` its log since, segment by segment, and `left/`
 * what a lost server had not yet archived. Databases are told apart by PostgreSQL's own number for them.
 */
export interface Archive {
  dir: string
  base: string
  wal: string
  left: string
}

/** The number that initdb gave a database: the first eight bytes of its control file. */
export const systemIdentifier = (dataDir: string): string =>
  readFileSync(path.join(dataDir, 'global', 'pg_control'))
    .readBigUInt64LE(0)
    .toString()

export const archiveAt = (folder: string, system: string): Archive => {
  const dir = path.join(folder, system)
  return { dir, base: path.join(dir, 'base'), wal: path.join(dir, 'wal'), left: path.join(dir, 'left') }
}

const memo = (stateDir: string) => path.join(stateDir, 'backups.where')

/** The folder of the backups: the one named last, else beside the data. */
export const backupFolder = (stateDir: string, place: string): string =>
  existsSync(memo(stateDir)) ? readFileSync(memo(stateDir), 'utf8').trim() : path.join(place, 'backups')

export const rememberBackupFolder = async (stateDir: string, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true })
  await writeFile(memo(stateDir), `${folder}\n`)
}

/** Whether there is a copy that the log could be played onto: without one, keeping the log serves nothing. */
export const hasBase = (archive: Archive): boolean =>
  existsSync(archive.base) && readdirSync(archive.base).some((name) => !name.endsWith('.part'))

/** Makes the folders, the server's account able to write its log there. */
export const prepareArchive = async (archive: Archive, account: Account | undefined): Promise<void> => {
  if (/["'`$%\\\n]/.test(archive.dir))
    throw new StartFailure(`Backups cannot lie in ${archive.dir}: choose a path without quotes, $, % and backslashes.`)
  await mkdir(archive.dir, { recursive: true, mode: 0o711 })
  for (const dir of [archive.base, archive.wal, archive.left]) await mkdir(dir, { recursive: true, mode: 0o700 })
  for (const dir of [archive.wal, archive.left]) await give(dir, account)
  if (account) await chmod(archive.dir, 0o711)
  if (!canReach(archive.wal, account))
    throw new StartFailure(
      `The account that PostgreSQL runs as cannot enter ${archive.dir}: choose another folder with --to.`,
    )
}

/** Compressed, on disk before it counts, and the same segment twice is no failure. `%p` is the segment, `%f` its name. */
const archiveCommand = ({ wal }: Archive): string => {
  const kept = `"${wal}/%f.gz"`
  const part = `"${wal}/%f.part"`
  return `if [ -f ${kept} ]; then gunzip -c ${kept} | cmp -s - "%p"; else gzip -1 -c "%p" > ${part} && sync ${part} && mv ${part} ${kept} && sync "${wal}"; fi`
}

export const restoreCommand = ({ wal, left }: Archive): string =>
  `if [ -f "${wal}/%f.gz" ]; then gunzip -c "${wal}/%f.gz" > "%p"; elif [ -f "${left}/%f" ]; then cp "${left}/%f" "%p"; else exit 1; fi`

/** Tells the server to keep its log in the archive, or, without one, that nobody wants it. */
export const arrangeArchiving = async (url: string, archive: Archive | undefined): Promise<void> => {
  const sql = connect(url, { max: 1, onnotice: () => {} })
  try {
    const command = archive ? archiveCommand(archive) : 'true'
    await sql.unsafe(`alter system set archive_command = '${command.replaceAll("'", "''")}'`)
    await sql.unsafe(`alter system set archive_timeout = '${archive ? 60 : 0}s'`)
    await sql`select pg_reload_conf()`
  } finally {
    await sql.end()
  }
}
