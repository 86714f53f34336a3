import { mergeExpects, mergeTests, expect as playwrightExpect, test as playwrightTest } from '@playwright/test'
import { defineGenesysTest, expect as genesysExpect } from 'playwright-genesys/playwright'
import { ChatPage } from './chat-page'

/** A guest of the hotel: the suite had a fixture of this name before. */
interface HotelGuest {
  name: string
  room: number
}

const hotelTest = playwrightTest.extend<{ guest: HotelGuest }>({
  guest: async ({}, use) => await use({ name: 'Ada', room: 17 }),
})
const pageTest = playwrightTest.extend<{ chatPage: ChatPage }>({
  chatPage: async ({ page }, use) => await use(new ChatPage(page)),
})
const hotelExpect = playwrightExpect.extend({
  toBeARoom: (room: number) => ({ pass: room > 0 && room < 100, message: () => `${room} is not the number of a room` }),
})

/** The guest of the chat is called `visitor` here; `guest` stays who it was. */
const genesysTest = defineGenesysTest(hotelTest, { names: { guest: 'visitor' } })

export const test = mergeTests(genesysTest, pageTest)
export const expect = mergeExpects(genesysExpect, hotelExpect)
