/** A system in the words of Node.js; on Linux with its C library. */
export interface System { platform: string; arch: string; libc?: string; glibc?: string }

/** The part of Node.js's report that is read. */
interface Report { header: { glibcVersionRuntime?: string } }

/** glibc tells its version to Node.js's report; on a Linux that does not, it is musl. */
export function libcOf(report: Report): Pick<System, 'libc' | 'glibc'> {
  const version = report.header.glibcVersionRuntime
  return version === undefined ? { libc: 'musl' } : { libc: 'gnu', glibc: version }
}

function report(): Report {
  // Names of hosts are looked up otherwise, one by one.
  Object.assign(process.report, { excludeNetwork: true })
  return process.report.getReport() as Report
}

/** The system that this runs on, in the words of Node.js. */
export function here(): System {
  const { platform, arch } = process
  return { platform, arch, ...(platform === 'linux' && libcOf(report())) }
}

/** `linux x64 gnu (glibc 2.36)`, `darwin arm64`. */
export function described({ platform, arch, libc, glibc }: System): string {
  return [platform, arch, libc, glibc && `(glibc ${glibc})`].filter(Boolean).join(' ')
}
