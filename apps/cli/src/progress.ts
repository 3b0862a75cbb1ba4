export interface Terminal {
  write: (text: string) => unknown
  isTTY?: boolean
}

export interface ProgressBar {
  /** @param fraction from 0 to 1 */
  show: (stage: string, fraction: number) => void
  /** Replaces the bar by a line that stays, if a bar was shown. */
  done: (line: string) => void
  clear: () => void
}

const width = 24

/** A bar on one line of a terminal; elsewhere (a log file) one line when a stage begins, since a bar would be noise. */
export const progressBar = (out: Terminal): ProgressBar => {
  let stage = ''
  const wipe = () => {
    if (out.isTTY && stage) out.write('\r\u001b[2K')
  }
  return {
    show(next, fraction) {
      if (out.isTTY) {
        const filled = Math.round(Math.min(1, Math.max(0, fraction)) * width)
        const bar = '█'.repeat(filled) + '░'.repeat(width - filled)
        out.write(`\r\u001b[2K  ${bar} ${String(Math.floor(fraction * 100)).padStart(3)} %  ${next}`)
      } else if (next !== stage) out.write(`  ${next} …\n`)
      stage = next
    },
    done(line) {
      wipe()
      if (stage) out.write(`  ${line}\n`)
      stage = ''
    },
    clear() {
      wipe()
      stage = ''
    },
  }
}
