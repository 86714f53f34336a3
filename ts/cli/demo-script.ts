import { shape } from './demo'
import { main } from './main'
import { makeProgram } from './program'

const SCRIPT = 'npm run demo --'

main(makeProgram(SCRIPT, (script) => shape(script, SCRIPT)), process.argv.slice(2))
