import { binding } from './binding'

const { NativePageGuest } = binding

export { NativePageGuest }
