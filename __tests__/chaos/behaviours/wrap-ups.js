'use strict'

const { uuid } = require('../org/ids')
const { agent, over } = require('../org/participant')
const { page } = require('../org/routing')

const code = (name) => ({ id: uuid(), name })
const SCENE = { company: 'agent', isRequired: true, strategy: 'auto' }

/** Refuses the party's own list, so that the queue's pages are read. */
const withoutOwnList = (bite) => ({
  before(_answer, { entry }) {
    if (entry.kind !== 'codes') return undefined
    bite()
    return { status: 403, body: { message: 'no', code: 'missing.permissions', status: 403 } }
  },
})

/** Pages of at most 25, whatever was asked for. */
const ODD = {
  capped: (codes, query, path) => page(codes, new URLSearchParams({ pageNumber: query.get('pageNumber') ?? '1', pageSize: '25' }), path),
  'next only': (codes, query, path) => {
    const { entities, nextUri, pageNumber } = ODD.capped(codes, query, path)
    return { entities, pageNumber, ...(nextUri && { nextUri }) }
  },
  'empty in the middle': (codes, query, path) => {
    const [number, pages] = [Number(query.get('pageNumber') ?? 1), Math.ceil(codes.length / 25) + 1]
    const at = (n) => codes.slice((n - 1) * 25, n * 25)
    const entities = number === 2 ? [] : at(number > 2 ? number - 1 : number)
    const nextUri = number < pages ? { nextUri: `${path}?pageNumber=${number + 1}&pageSize=25` } : {}
    return { entities, pageNumber: number, pageSize: 25, pageCount: pages, total: codes.length, ...nextUri }
  },
}

module.exports = {
  'wrap-up-dropped': {
    about: 'the wrap-up that comes with a disconnect is dropped',
    scene: { ...SCENE, wrapUp: 'Resolved' },
    make: ({ bite }) => ({
      landing(plan, { entry }) {
        if (entry.kind !== 'write' || !entry.body?.wrapup) return plan
        bite()
        return { ...plan, wrapupIs: 'dropped' }
      },
    }),
  },

  'wrap-up-draft': {
    about: 'there is a draft of a wrap-up, and a draft is none',
    scene: { ...SCENE, wrapUp: 'Resolved' },
    make: ({ bite, world }) => ({
      born(conversation) {
        const [agent] = conversation.agentsUp
        if (agent === undefined) return
        bite()
        conversation.update(agent.id, { wrapup: { code: world.codes[0].id, name: world.codes[0].name, provisional: true } })
      },
      landing: (plan) => ({ ...plan, wrapupIs: 'a draft' }),
    }),
  },

  'odd-pages': {
    about: 'pages of codes: capped, known by nextUri only, or with an empty one in the middle',
    scene: { ...SCENE, wrapUp: 'The last one' },
    make: ({ random, bite, world }) => {
      const list = [...Array.from({ length: 30 + random.below(40) }, (_, index) => code(`Code ${index}`)), code('The last one')]
      const turn = ODD[random.pick(Object.keys(ODD))]
      const codes = Object.assign(list, { page: (query, path) => turn(list, query, path) })
      return { queue: world.queue(codes), ...withoutOwnList(bite) }
    },
  },

  'equal-names': {
    about: 'two codes of one name, of which neither is the right one',
    scene: { ...SCENE, wrapUp: 'Twin' },
    make: ({ random, bite, world }) => {
      const [first, second] = random.pick([['Twin', 'Twin'], ['TWIN', 'twin'], [' Twin', 'Twin ']])
      const codes = [code(first), code(second), code('Other')]
      return { queue: world.queue(codes), codes(list) { bite(); return list } }
    },
  },

  'names-by-case': {
    about: 'one name in two cases: the exact one is meant',
    scene: { ...SCENE, wrapUp: 'Resolved' },
    make: ({ bite, world }) => ({ queue: world.queue([code('RESOLVED'), code('Resolved')]), codes(list) { bite(); return list } }),
  },

  'names-decomposed': {
    about: 'the name is the same after normalising',
    scene: { ...SCENE, wrapUp: 'Gelöst' },
    make: ({ bite, world }) => ({ queue: world.queue([code('Other'), code('  Gelo\u0308st ')]), codes(list) { bite(); return list } }),
  },

  'code-made-anew': {
    about: 'a code was deleted and made anew since its list was read',
    scene: { ...SCENE, kind: 'twice', wrapUp: 'Resolved' },
    make: ({ bite, world }) => {
      const codes = [code('Other'), code('Resolved')]
      return { queue: world.queue(codes), between() { bite(); codes[1] = code('Resolved') } }
    },
  },

  'work-pending': {
    about: 'an earlier agent of the conversation still owes a wrap-up',
    scene: { ...SCENE, wrapUp: undefined, isRequired: false },
    make: ({ bite, world }) => ({
      born(conversation) {
        const queue = conversation.queue ?? world.queue()
        const earlier = over(agent(queue, { isRequired: true }), 'transfer')
        conversation.join('an earlier one', earlier)
        conversation.owes = earlier.id
        bite()
      },
    }),
  },
}
