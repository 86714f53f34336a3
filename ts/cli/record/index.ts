import type { Command } from 'commander'
import { isGenesysError } from '../../boundary/errors'
import { VARIABLE } from '../../boundary/recording'
import { RecordedRun } from '../../recording/run'
import { commandOf, runCommand } from '../command'
import { flag } from '../flags'
import { ending } from '../help'
import { followNpm, interruptible } from '../interrupt'
import { STATUS } from '../status'
import { checkWritable } from '../writable'
import { confirmTexts } from './texts'
import { told } from './told'

const ENDING = ending({
  notes: [
    'What its client, its guests and the pages of its tests exchange with the org is written as shapes: no text, name, id, token, attribute or address of the org is in it. It may be committed, or sent to a stranger.',
    'The command keeps stdin and stdout; what this one has to say is on stderr.',
  ],
  examples: [
    'npx playwright-genesys record -o run.jsonl -- npx playwright test',
    'npx playwright-genesys record -o run.jsonl -- node close.js',
  ],
  statuses: [
    [STATUS.ok, 'the command ended with it, whatever was recorded'],
    [STATUS.failed, 'the command ended with 0, and the recording could not be written'],
    [STATUS.usage, 'the command line cannot be meant, or the file cannot be written; nothing was run'],
    ['other', `of the command: its own status; ${STATUS.notFound} where it is not found, ${STATUS.notExecutable} where it cannot be started; 128 and the number of the signal that ended it`],
  ],
})

interface Flags { output: string; texts?: true; yes?: true; json?: true }

/** A recording that was lost is no success, whatever the command was. */
function write(recorded: RecordedRun, { output, json }: { output: string; json: true | undefined }): void {
  try {
    const merged = recorded.write(output)
    process.stderr.write(json ? `${JSON.stringify({ ok: true, output, ...merged })}\n` : told(merged, output))
  } catch (error) {
    if (!isGenesysError(error)) throw error
    process.stderr.write(json ? `${JSON.stringify({ ok: false, error: error.toJSON() })}\n` : `${error.message}\n`)
    process.exitCode ||= STATUS.failed
  }
}

async function run(words: string[], { output, texts, yes, json }: Flags, self: Command): Promise<void> {
  const command = commandOf(words, self) ?? []
  if (texts) await confirmTexts(output, { yes: yes === true }, { input: process.stdin, output: process.stderr, signal: interruptible() })
  checkWritable('-o', output)
  followNpm()
  const recorded = new RecordedRun({ texts: texts === true })
  try {
    const status = await runCommand(command, { ...process.env, [VARIABLE]: recorded.folder })
    process.exitCode = status
    write(recorded, { output, json })
  } finally {
    recorded.remove()
  }
}

/** Adds the command to the program. */
export function add(program: Command): void {
  program
    .command('record')
    .summary('what a command exchanges with the org, as shapes without data, in a file')
    .description('Runs a command, and writes what it exchanges with the org as shapes: without any data of the org.')
    .argument('<command...>', 'what to run, after --')
    .requiredOption('-o, --output <file>', 'where the recording is written; what is there is replaced')
    .option('--texts', 'keep the texts of messages, after a question')
    .option('--yes', 'do not ask')
    .addOption(flag('--json', 'tell what became of it as one line of JSON, on stderr'))
    .addHelpText('after', ENDING)
    .action(run)
}
