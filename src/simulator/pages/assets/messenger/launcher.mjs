import { listen, paint, say } from './host.mjs'

const button = document.getElementById('launcher')

button.addEventListener('click', () => say('toggle'))

listen(({ state, focus }) => {
  if (focus) button.focus()
  if (state === undefined) return
  paint(state.color)
  button.disabled = false
  button.setAttribute('aria-expanded', String(state.isOpen))
  button.setAttribute('aria-label', state.isOpen ? 'Minimize Assistance panel' : 'Open Assistance panel')
})
