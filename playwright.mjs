import entry from './playwright.js'

export const { Conversations, PageGuest, TrackedConversation, defineGenesysTest, expect, test, watchGuest } = entry
