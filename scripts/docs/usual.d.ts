// Names that code blocks of the docs use without saying where they come from: what fixtures give, what the page has
// explained before, and ids. A block that declares one of them itself means its own.
type Door = typeof import('playwright-genesys')
type Fixtures = typeof import('playwright-genesys/playwright')

declare const Simulator: Door['Simulator']
declare const GenesysClient: Door['GenesysClient']
declare const GuestSession: Door['GuestSession']
declare const closeConversation: Door['closeConversation']

declare const expect: Fixtures['expect']
declare const page: import('@playwright/test').Page
declare const guest: import('playwright-genesys/playwright').PageGuest
declare const genesys: import('playwright-genesys').GenesysClient
declare const client: import('playwright-genesys').GenesysClient
declare const simulator: import('playwright-genesys').Simulator
declare const report: import('playwright-genesys').CloseReport

declare const conversationId: string
declare const id: string
declare const queueId: string
declare const url: string
declare const caFile: string

// A runner that this repository does not install; docs/matchers.md extends its types.
declare module 'vitest' {
  interface Matchers<T> { readonly of?: T }
}
