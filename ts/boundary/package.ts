interface Package {
  version: string
  napi: { binaryName: string; targets: string[] }
}

/** What package.json says of us. */
export const PACKAGE = require('../../package.json') as Package
