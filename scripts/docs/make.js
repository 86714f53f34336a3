'use strict'

const { make } = require('./made')

make().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
