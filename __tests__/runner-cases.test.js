'use strict'

// The runner of this project; `npm run runners` has the others.
require('./runners/in-jest')
