import type { Addon, NativePageGuest as Native } from './addon'
import { binding } from './binding'

export type { NativePageSocket } from '../../binding'
export type { GuestHosts, Update } from './addon'

export const NativePageGuest: Addon['NativePageGuest'] = binding.NativePageGuest
export type NativePageGuest = Native
