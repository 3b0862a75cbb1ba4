import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { machine, type Case, type Measured } from './measure.ts'

/** `npm run bench [-- name …]`: measures every case of `bench/cases`, or those named, and keeps the figures in RESULTS.md. */
const folder = path.join(import.meta.dirname, 'cases')
const resultsFile = path.join(import.meta.dirname, 'RESULTS.md')
const wanted = process.argv.slice(2)
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => path.basename(file, '.ts'))
  .filter((name) => wanted.length === 0 || wanted.includes(name))

for (const name of names) {
  const { bench } = (await import(path.join(folder, `${name}.ts`))) as { bench: Case }
  console.log(`\n${bench.name}`)
  const measured = await bench.run((line) => console.log(`  ${line}`))
  for (const each of measured) console.log(`  ${row(each)}`)
  keep(name, section(name, bench.name, measured))
}

function row({ name, value, unit, aim, note }: Measured): string {
  const shown = Number.isInteger(value) ? String(value) : value.toPrecision(4)
  return `| ${name} | ${shown} ${unit} | ${aim ?? ''} | ${note ?? ''} |`
}

function section(id: string, title: string, measured: Measured[]): string {
  return [
    `## ${title}`,
    '',
    `\`npm run bench -- ${id}\` · ${machine()}`,
    '',
    '| what | measured | aim | note |',
    '| --- | --- | --- | --- |',
    ...measured.map(row),
    '',
  ].join('\n')
}

/** Replaces this case's section and leaves the others, so that one case can be measured anew. */
function keep(id: string, text: string): void {
  const head = '# What was measured\n\nAbsolute figures move with the machine; read the ratios.\n'
  let before = head
  try {
    before = readFileSync(resultsFile, 'utf8')
  } catch {
    // the first run
  }
  const sections = before.split(/^(?=## )/m)
  const marked = (each: string) => each.includes(`npm run bench -- ${id}\``)
  const next = sections.some(marked)
    ? sections.map((each) => (marked(each) ? `${text}\n` : each))
    : [...sections, `${text}\n`]
  writeFileSync(resultsFile, next.map((each) => each.trimEnd()).join('\n\n') + '\n')
}
