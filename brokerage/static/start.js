import { initAll } from './vendor/govuk-frontend.min.js'
initAll()
document.addEventListener('keydown', event => {
  const typing = event.target.closest('input, select, textarea, [contenteditable]')
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
    const find = document.getElementById('q')
    if (find) { event.preventDefault(); find.focus() }
  }
})
