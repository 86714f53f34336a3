'use strict'

const BUT_THE_DATE = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask', 'performance', 'hrtime']

/** Jest's way to fake what a test wants faked. */
module.exports = (jest) => ({
  real: () => jest.useRealTimers(),
  timers: () => jest.useFakeTimers(),
  date: (now) => jest.useFakeTimers({ now: new Date(now), doNotFake: BUT_THE_DATE }),
})
