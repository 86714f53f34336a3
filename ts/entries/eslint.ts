export { rules } from '../eslint/rules'
