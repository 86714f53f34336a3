'use strict'
require('./cases')({
  describe, test, expect, beforeEach, afterEach, fake: require('./jest-fake')(jest),
  playwrightGenesys: require('playwright-genesys'), matchers: require('playwright-genesys/matchers').matchers,
})
