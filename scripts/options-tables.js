'use strict'

// The option tables as they are in build/, and which of them is in which: for whatever is made from them.

/** @type {Record<string, import('../build/options/spec').Table>} */
const TABLES = require('../build/options').TABLES

const nameOf = (table) => Object.keys(TABLES).find((name) => TABLES[name] === table)
const has = (table, other) => Object.entries(other.fields).every(([name, spec]) => table.fields[name] === spec)

/** The tables that one has in it whole, without those that are in another of them. */
function basesOf(table) {
  const within = Object.values(TABLES).filter((other) => other !== table && other.ways === undefined && has(table, other))
  return within.filter((each) => !within.some((other) => other !== each && has(other, each)))
}

/** The fields of a table that none of its bases has. */
function ownFields(table) {
  const bases = basesOf(table)
  return Object.entries(table.fields).filter(([field]) => !bases.some(({ fields }) => field in fields))
}

module.exports = { TABLES, basesOf, nameOf, ownFields }
