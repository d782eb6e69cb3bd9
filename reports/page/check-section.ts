// The place on the page where a bundle is checked: dropped or chosen, read by the browser alone.
import { tag, text, type Markup } from './html'

/** The same on the page of every run: the check knows nothing of the run that the page tells of. */
export function checkSection(): Markup {
  return tag(
    'section',
    { 'aria-labelledby': 'check' },
    tag('h2', { id: 'check' }, text('Check a bundle')),
    tag(
      'p',
      {},
      text(
        'A run that was handed on as a bundle (a zip file that ch1 bundle or ch1 run --bundle made and signed) can be checked here: ' +
          'whether anything in it was changed since, and who signed it. Your browser reads the file; nothing leaves this machine.',
      ),
    ),
    tag(
      'p',
      {},
      tag('strong', {}, text('Do not believe the bundle about itself. ')),
      text(
        'This page may be a file of that very bundle, and whoever altered one can alter the other. Open a page that you had before, or that ' +
          'came another way (the page of any run will do), or ask the command line: ch1 verify F.zip',
      ),
    ),
    tag(
      'div',
      { class: 'check' },
      tag('label', {}, text('Bundle '), tag('input', { type: 'file', id: 'check-file', accept: '.zip' })),
      tag(
        'label',
        {},
        text('Keys you know, if any '),
        tag('input', { type: 'text', id: 'check-keys', placeholder: 'ed25519:…', spellcheck: 'false', autocomplete: 'off' }),
      ),
      tag('div', { id: 'check-result', role: 'status' }),
    ),
    tag('noscript', {}, tag('p', {}, text('Without its script this page cannot check: ch1 verify F.zip'))),
  )
}
