import { InvalidArgumentError, Option } from 'commander'

const flag = (flags, doc) => new Option(flags, doc)

const choice = (flags, doc, choices) => flag(flags, doc).choices(choices)

/** What is no number stays a text, which the option table refuses by the option's own name. */
const number = (flags, doc) => flag(flags, doc).argParser((text) => (/^-?\d+$/.test(text) ? Number(text) : text))

/** A flag that may be given more than once; unlike a variadic one it never swallows the arguments behind it. */
const repeated = (flags, doc) => flag(flags, doc).argParser((text, before = []) => [...before, text])

/** Commander takes whatever comes next for a flag's value, another flag too. */
function refuseFlagsAsValues(command) {
  for (const option of command.options.filter(({ required, variadic }) => required && !variadic)) {
    const { parseArg = (text) => text } = option
    option.argParser((text, before) => {
      if (/^--?[a-z]/i.test(text)) throw new InvalidArgumentError('That is a flag; the value is missing.')
      return parseArg(text, before)
    })
  }
}

export { choice, flag, number, refuseFlagsAsValues, repeated }
