'use strict'

// The package that is measured: a copy with the release addon, or the repository with the debug one.
module.exports = /** @type {typeof import('../..')} */ (require(process.env.BENCH_PRODUCT))
