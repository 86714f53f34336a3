'use strict'

function load() {
  try {
    return require('./dist')
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND' || !String(error.message).includes('@playwright/test')) throw error
    throw new Error('playwright-genesys/playwright needs @playwright/test 1.51 or newer beside it: npm install --save-dev @playwright/test', { cause: error })
  }
}

module.exports = load()
