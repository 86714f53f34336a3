const WITHOUT_IT = 'playwright-genesys/playwright needs @playwright/test 1.51 or newer beside it: npm install --save-dev @playwright/test'

const isWithoutIt = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND' && error.message.includes('@playwright/test')

function load(): typeof import('../playwright') {
  try {
    return require('../playwright')
  } catch (error) {
    if (!isWithoutIt(error)) throw error
    throw new Error(WITHOUT_IT, { cause: error })
  }
}

export = load()
