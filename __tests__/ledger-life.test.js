'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { Ledger } = require('../build/ledger')
const { lifeOf, thisProcess } = require('../build/ledger/life')
const { endedPid, temporaryFolder } = require('./support/ledger')

const BOOT = '00000000-0000-4000-8000-000000000001'
const ORG = { apiUrl: 'http://127.0.0.1:4711' }

describe('whether a run is over', () => {
  // Elsewhere the system tells neither boots nor namespaces nor when a process began.
  const onLinux = process.platform === 'linux' ? test : test.skip

  test('this process is alive, and one that has ended is over', () => {
    expect(lifeOf(thisProcess())).toBe('alive')
    expect(lifeOf({ ...thisProcess(), pid: endedPid() })).toBe('over')
  })

  onLinux('another process with the same id is another process', () => {
    expect(lifeOf({ ...thisProcess(), started: '1' })).toBe('over')
  })

  onLinux('what ran before this very machine was started anew is over', () => {
    const here = { ...thisProcess(), machine: 'a'.repeat(32) }
    expect(lifeOf({ ...here, boot: BOOT }, { here })).toBe('over')
  })

  onLinux.each([
    ['another machine of the same name', { machine: 'b'.repeat(32) }],
    ['a machine that cannot be told from others', { machine: undefined }],
    ['a container of the same image', { space: '1' }],
    ['a machine of which no boot is known', { boot: undefined }],
  ])('of a run on %s nothing can be told, though its boot is another one', (_name, there) => {
    const here = { ...thisProcess(), machine: 'a'.repeat(32) }
    expect(lifeOf({ ...here, boot: BOOT, ...there }, { here })).toBe('elsewhere')
  })

  onLinux('the name of the machine is not told', () => {
    const [id] = [fs.existsSync('/etc/machine-id') ? fs.readFileSync('/etc/machine-id', 'utf8').trim() : 'none']
    expect(JSON.stringify(thisProcess())).not.toContain(id)
  })

  onLinux('of another container nothing can be told', () => {
    expect(lifeOf({ ...thisProcess(), space: '1' })).toBe('elsewhere')
  })

  test('of another machine nothing can be told', () => {
    expect(lifeOf({ ...thisProcess(), host: 'another' })).toBe('elsewhere')
  })
})

describe('the lock of a file', () => {
  let folder

  beforeEach(() => { folder = path.join(temporaryFolder(), 'ledger') })
  afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true }))

  const lifeIn = () => Ledger.read(folder).open.map(({ life }) => life)
  /** As a file from another container of this machine says it, or from another machine of its name. */
  function rewrite(change) {
    const [name] = fs.readdirSync(folder).filter((each) => each.endsWith('.jsonl'))
    const [header, ...lines] = fs.readFileSync(path.join(folder, name), 'utf8').split('\n')
    fs.writeFileSync(path.join(folder, name), [JSON.stringify({ ...JSON.parse(header), ...change }), ...lines].join('\n'))
  }
  function open() {
    const ledger = Ledger.open({ folder, run: 'run-1', org: ORG })
    ledger.tracked({ conversationId: BOOT })
    return ledger
  }

  test('is held by whoever writes it, who is alive then, whatever is said of where', () => {
    const ledger = open()
    rewrite({ host: 'another', boot: BOOT, pid: endedPid() })
    expect(lifeIn()).toEqual(['alive'])
    ledger.close()
    expect(fs.readdirSync(folder).filter((name) => name.endsWith('.lock'))).toEqual([])
  })

  const onUnix = process.platform === 'win32' ? test.skip : test

  onUnix('is of nobody but its owner', () => {
    const ledger = open()
    const modes = fs.readdirSync(folder).map((name) => fs.statSync(path.join(folder, name)).mode & 0o777)
    ledger.close()
    expect(modes).toEqual(modes.map(() => 0o600))
    expect(modes.length).toBeGreaterThanOrEqual(2)
  })

  test('is free once its process was killed, also where that ran in another container of this kernel', () => {
    const script = `
      const { Ledger } = require(${JSON.stringify(path.resolve(__dirname, '../build/ledger'))})
      const ledger = Ledger.open({ folder: ${JSON.stringify(folder)}, run: 'run-1', org: ${JSON.stringify(ORG)} })
      ledger.tracked({ conversationId: '${BOOT}' })
      process.kill(process.pid, 'SIGKILL')`
    expect(spawnSync(process.execPath, ['-e', script]).signal).toBe('SIGKILL')
    expect(fs.readdirSync(folder).filter((name) => name.endsWith('.lock'))).toHaveLength(1)
    rewrite({ host: 'a-container', space: '1', pid: process.pid })
    expect(lifeIn()).toEqual(process.platform === 'linux' ? ['over'] : ['elsewhere'])
    rewrite({ boot: BOOT, machine: 'b'.repeat(32) })
    expect(lifeIn()).toEqual(['elsewhere'])
  })
})
