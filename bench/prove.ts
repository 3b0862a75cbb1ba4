import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { machine } from './measure.ts'
import type { Proof } from './proof.ts'

/**
 * `npm run prove [-- id …]`: every proof of `bench/proofs` at full count. Stopped at any time, it goes on from the last chunk it
 * finished. What was reached stands in PROOFS.md, also where it fell short.
 */
interface Reached {
  id: string
  claim: string
  cases: number
  done: number
  failed: string | null
  machine: string
  measured?: readonly string[]
}

const folder = path.join(import.meta.dirname, 'proofs')
const reachedFolder = path.join(import.meta.dirname, 'reached')
const wanted = process.argv.slice(2)
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stopping = true))

mkdirSync(reachedFolder, { recursive: true })
const ids = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => path.basename(file, '.ts'))
let failures = 0
for (const id of ids.filter((each) => wanted.length === 0 || wanted.includes(each))) {
  if (stopping) break
  const { proof } = (await import(path.join(folder, `${id}.ts`))) as { proof: Proof }
  const reached: Reached = {
    id,
    claim: proof.claim,
    cases: proof.cases,
    done: before(id),
    failed: null,
    machine: machine(),
  }
  try {
    while (reached.done < proof.cases && !stopping) {
      const count = Math.min(proof.chunk, proof.cases - reached.done)
      await proof.check(reached.done, count, (line) => console.log(`  ${line}`))
      reached.done += count
      if (proof.measured) reached.measured = proof.measured()
      keep(reached)
      console.log(`${id}: ${reached.done} of ${proof.cases}`)
    }
  } catch (error) {
    failures++
    reached.failed = error instanceof Error ? error.message : String(error)
    keep(reached)
    console.error(`${id} failed: ${reached.failed}`)
  } finally {
    await proof.close?.()
  }
}
print()
process.exit(failures > 0 ? 1 : 0)

function before(id: string): number {
  try {
    const last = JSON.parse(readFileSync(path.join(reachedFolder, `${id}.json`), 'utf8')) as Reached
    return last.failed === null && last.done < last.cases ? last.done : 0
  } catch {
    return 0
  }
}

function keep(reached: Reached): void {
  writeFileSync(path.join(reachedFolder, `${reached.id}.json`), `${JSON.stringify(reached, null, 2)}\n`)
  print()
}

function print(): void {
  const all = readdirSync(reachedFolder)
    .sort()
    .map((file) => JSON.parse(readFileSync(path.join(reachedFolder, file), 'utf8')) as Reached)
  const rows = all.map(
    (each) =>
      `| ${each.id} | ${each.claim} | ${each.done} of ${each.cases} | ${each.failed ?? (each.done >= each.cases ? 'holds' : 'short of full count')} | ${each.machine} |`,
  )
  const head = [
    '# What was proved, and at what count',
    '',
    'Seeds are the case numbers, from 0. `npm run prove` goes on where it was stopped.',
    '',
    '| proof | claim | cases | outcome | on |',
    '| --- | --- | --- | --- | --- |',
  ]
  const below = all.flatMap(({ id, measured }) => (measured ? ['', `## ${id}`, '', ...measured] : []))
  writeFileSync(path.join(import.meta.dirname, 'PROOFS.md'), `${[...head, ...rows, ...below].join('\n')}\n`)
}
