// The same objects as for require(): one identity of each class in both worlds.
import core from './index.js'

export const { GenesysClient, GenesysError, GuestSession, Simulator, closeConversation, isGenesysError, reap } = core
