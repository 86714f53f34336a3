'use strict'

const { uuid } = require('./ids')

const TERMINAL = ['disconnected', 'terminated']

const isUp = ({ state }) => !TERMINAL.includes(state)
const isAgent = ({ purpose }) => purpose === 'agent' || purpose === 'user'
const now = () => new Date().toISOString()

/** One party; what a read shows of it, and the id of its communication. */
function participant(purpose, state, extra = {}) {
  const at = now()
  return { id: uuid(), communicationId: uuid(), purpose, state, startTime: at, ...(state === 'alerting' ? {} : { connectedTime: at }), ...extra }
}

const customer = (extra) => participant('customer', 'connected', { attributes: {}, ...extra })
const workflow = (state = 'connected') => ended(participant('workflow', 'connected'), state)
const acd = (queue, state = 'connected') => ended(participant('acd', 'connected', { queue }), state)

function ended(made, state) {
  return state === 'connected' ? made : over(made, 'transfer')
}

/** An agent whose wrap-up is required, or may be left out. */
function agent(queue, { state = 'connected', isRequired = true } = {}) {
  const wrapup = { wrapupRequired: isRequired, wrapupPrompt: isRequired ? 'mandatory' : 'optional' }
  return participant('agent', state, { queue, user: { id: uuid() }, ...wrapup })
}

/** The same party after its end. */
function over(party, disconnectType) {
  return isUp(party) ? { ...party, state: 'disconnected', endTime: now(), disconnectType } : party
}

module.exports = { acd, agent, customer, isAgent, isUp, over, workflow }
