/** glibc tells its version to Node.js's report; on a Linux that does not, it is musl. */
function libcOf(report) {
  const version = report.header.glibcVersionRuntime
  return version === undefined ? { libc: 'musl' } : { libc: 'gnu', glibc: version }
}

function report() {
  // Names of hosts are looked up otherwise, one by one.
  process.report.excludeNetwork = true
  return process.report.getReport()
}

/** The system that this runs on, in the words of Node.js. */
function here() {
  const { platform, arch } = process
  return { platform, arch, ...(platform === 'linux' && libcOf(report())) }
}

/** `linux x64 gnu (glibc 2.36)`, `darwin arm64`. */
function described({ platform, arch, libc, glibc }) {
  return [platform, arch, libc, glibc && `(glibc ${glibc})`].filter(Boolean).join(' ')
}

export { described, here, libcOf }
