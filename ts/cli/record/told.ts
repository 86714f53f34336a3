import type { MergedRecording } from '../../types/crossing'

const listed = (words: readonly string[]) => words.join(', ').replace(/, ([^,]*)$/, ' and $1')

const NOTHING = 'Nothing of it passed this package: the recording is empty. The command has to use its client, its guests or its fixtures.'

/** What became of a recording, in a sentence or two. */
export function told({ entries, by, mode, ended }: MergedRecording, output: string): string {
  if (entries === 0) return `${NOTHING}\n`
  const whole = ended === undefined ? '' : `It is not whole: ${ended}.\n`
  const org = mode === 'live' ? 'a real org' : 'an org on this machine'
  return `Recorded to ${output}: ${entries} lines of ${listed(by)}, with ${org}.\n${whole}`
}
