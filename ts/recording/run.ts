import fs from 'node:fs'
import { binding } from '../boundary/binding'
import { unwrap } from '../boundary/call'
import { ownTemporaryFolder } from '../surroundings/left-folders'
import type { MergedRecording } from '../types/crossing'

const NAME = 'playwright-genesys-recording-'

/** One run that is recorded, from its folder, which holds its key and the parts of its processes, to its file. */
export class RecordedRun {
  readonly folder: string

  constructor({ texts }: { texts: boolean }) {
    this.folder = ownTemporaryFolder(NAME)
    unwrap(binding.makeRecording(this.folder, texts))
  }

  /** Records in this process; false where it is recorded already. */
  begin(): boolean {
    return unwrap(binding.beginRecording(this.folder))
  }

  end(): void {
    binding.endRecording()
  }

  /** The parts as one file. */
  write(file: string): MergedRecording {
    return unwrap(binding.mergeRecording(this.folder, file))
  }

  /** Key and parts. */
  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true })
  }
}
