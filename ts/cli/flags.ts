import { type Command, InvalidArgumentError, Option } from 'commander'

export const flag = (flags: string, doc: string) => new Option(flags, doc)

export const choice = (flags: string, doc: string, choices: readonly string[]) => flag(flags, doc).choices(choices)

/** What is no number stays a text, which the option table refuses by the option's own name. */
export const number = (flags: string, doc: string) => flag(flags, doc).argParser((text) => (/^-?\d+$/.test(text) ? Number(text) : text))

/** A flag that may be given more than once; unlike a variadic one it never swallows the arguments behind it. */
export const repeated = (flags: string, doc: string) => flag(flags, doc).argParser((text, before: string[] = []) => [...before, text])

/** Commander takes whatever comes next for a flag's value, another flag too. */
export function refuseFlagsAsValues(command: Command): void {
  for (const option of command.options.filter(({ required, variadic }) => required && !variadic)) {
    const parseArg: (text: string, before?: unknown) => unknown = option.parseArg ?? ((text) => text)
    option.argParser((text, before?: unknown) => {
      if (/^--?[a-z]/i.test(text)) throw new InvalidArgumentError('That is a flag; the value is missing.')
      return parseArg(text, before)
    })
  }
}
