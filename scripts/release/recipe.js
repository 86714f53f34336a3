'use strict'

const path = require('node:path')
const { OLDEST_GLIBC } = require('../../build/boundary/loading/glibc')

const CRATE = 'playwright_genesys'
const LIBRARIES = { linux: `lib${CRATE}.so`, darwin: `lib${CRATE}.dylib`, win32: `${CRATE}.dll` }

/** The oldest macOS that Rust makes libraries for; on Apple's own processors there is none before 11. */
const OLDEST_MACOS = { x64: '10.13', arm64: '11.0' }

const WAYS = {
  gnu: ({ triple }) => ({ zig: true, target: `${triple}.${OLDEST_GLIBC}`, env: {} }),
  // A library that Node.js loads shares the C library of Node.js; Rust would link its own into it.
  musl: ({ triple }) => ({ zig: true, target: triple, env: { RUSTFLAGS: '-C target-feature=-crt-static' } }),
  darwin: ({ triple, arch }) => ({ zig: false, target: triple, env: { MACOSX_DEPLOYMENT_TARGET: OLDEST_MACOS[arch] } }),
  // Without this the Visual C++ runtime would have to be installed.
  win32: ({ triple }) => ({ zig: false, target: triple, env: { RUSTFLAGS: '-C target-feature=+crt-static' } }),
}

/** How the addon of a target is built as it is published: arguments for cargo, environment, and where the library lies then. */
function recipeFor(target, targetFolder) {
  const { zig, target: built, env } = WAYS[target.libc ?? target.platform](target)
  const args = [zig ? 'zigbuild' : 'build', '--release', '--locked', '--lib', '--target', built]
  return { zig, args, env, library: path.join(targetFolder, target.triple, 'release', LIBRARIES[target.platform]) }
}

module.exports = { OLDEST_MACOS, recipeFor }
