import entry from './matchers.js'

export const { matchers } = entry
