import { test as base, type TestType } from '@playwright/test'
import {
  fixtures, type FixtureName, type GenesysTestFixtures, type GenesysTestOptions, type GenesysWorkerFixtures, type GenesysWorkerOptions,
} from './fixtures'

/** Names for fixtures of ours whose own names are taken. */
export type Names = Partial<Record<FixtureName, string>>

type Renamed<Fixtures, N extends Names> = {
  [Name in keyof Fixtures as Name extends keyof N ? (N[Name] extends string ? N[Name] : Name) : Name]: Fixtures[Name]
}

type Base = object

/** Adds our fixtures to a test that has fixtures of the same names: ours take the names given. */
export function defineGenesysTest<T extends Base, W extends Base, const N extends Names = Record<never, never>>(
  of: TestType<T, W>,
  { names }: { names?: N } = {},
): TestType<T & GenesysTestOptions & Renamed<GenesysTestFixtures, N>, W & GenesysWorkerOptions & Renamed<GenesysWorkerFixtures, N>> {
  return (of as unknown as typeof base).extend(fixtures(names) as never) as never
}
