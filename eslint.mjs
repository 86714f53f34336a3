import entry from './eslint.js'

export const { rules } = entry
