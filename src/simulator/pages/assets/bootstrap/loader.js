'use strict'

// A stand-in for the vendor's Messenger snippet, written for the simulator of playwright-genesys.
// The files below are served as one script: each becomes a function, and `require` finds it by name.
const modules = {}
/* eslint-disable no-unused-vars -- the files that follow use them */
const define = (name, body) => { modules[name] = { body } }
const require = (name) => {
  const found = modules[name]
  if (found.module === undefined) {
    found.module = { exports: {} }
    found.body(require, found.module)
  }
  return found.module.exports
}
