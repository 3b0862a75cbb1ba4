import { expect, test } from 'vitest'
import { progressBar } from './progress.ts'

const written = (terminal: boolean, use: (bar: ReturnType<typeof progressBar>) => void): string => {
  let text = ''
  use(progressBar({ isTTY: terminal, write: (more) => (text += more) }))
  return text
}

test('a terminal sees a bar that grows in place and is replaced by what was done', () => {
  const text = written(true, (bar) => {
    bar.show('Copying', 0.5)
    bar.show('Copying', 1)
    bar.done('Copied')
  })
  expect(text).toContain('████████████░░░░░░░░░░░░  50 %  Copying')
  expect(text).toContain('████████████████████████ 100 %  Copying')
  expect(text.endsWith('\r\u001b[2K  Copied\n')).toBe(true)
})

test('a log file sees one line a stage', () => {
  const text = written(false, (bar) => {
    bar.show('Copying', 0.1)
    bar.show('Copying', 0.2)
    bar.show('Checking', 0.3)
  })
  expect(text).toBe('  Copying …\n  Checking …\n')
})

test('what was over at once leaves no line', () => {
  expect(written(true, (bar) => bar.done('Copied'))).toBe('')
})
