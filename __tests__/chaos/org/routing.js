'use strict'

const { notFound, ok } = require('./answers')

/** One page of a listing; `nextUri` is absent on the last one. */
function page(entities, query, path) {
  const [size, number] = [Number(query.get('pageSize') ?? 25), Number(query.get('pageNumber') ?? 1)]
  const pageCount = Math.max(1, Math.ceil(entities.length / size))
  const nextUri = number < pageCount ? { nextUri: `${path}?pageSize=${size}&pageNumber=${number + 1}` } : {}
  const counts = { pageSize: size, pageNumber: number, total: entities.length, pageCount }
  return { entities: entities.slice((number - 1) * size, number * size), ...counts, ...nextUri }
}

const listOrgCodes = (world, { query, path }) => ok(page(world.codes, query, path))

function listQueueCodes(world, { id, query, path }) {
  const codes = world.queues.get(id)
  return codes === undefined ? notFound() : ok(codes.page?.(query, path) ?? page(codes, query, path))
}

/** A bare array: the codes that this party may choose. */
function listOwnCodes(world, { conversation, party }) {
  if (party === undefined) return notFound()
  return ok(conversation.bend('codes', world.codesOf(party.queue), { party }).map(({ id, name }) => ({ id, name })))
}

module.exports = { listOrgCodes, listOwnCodes, listQueueCodes, page }
