const { matchers } = require('playwright-genesys/matchers')

expect.extend(matchers)
