// The look of the kill matrix: one palette for light, one for dark, chosen by what the reader's system prefers.

const LIGHT = `
  --paper: #ffffff; --ink: #1c2128; --quiet: #5c6672; --hair: #dde2e8; --band: #f4f6f8; --hover: #e9f0fa;
  --killed: #0a7a60; --on-killed: #ffffff; --warned: #bfe3d8; --on-warned: #07503f;
  --touched: #e8ebef; --on-touched: #5c6672; --bad: #b3201a; --on-bad: #ffffff; --link: #1d5db8;`

const DARK = `
  --paper: #12161b; --ink: #e4e8ec; --quiet: #98a2ae; --hair: #2b323b; --band: #191e25; --hover: #1f2b3d;
  --killed: #3fbf9d; --on-killed: #06241c; --warned: #1d4a3f; --on-warned: #a9e8d5;
  --touched: #262d36; --on-touched: #98a2ae; --bad: #ff8b82; --on-bad: #2b0705; --link: #86b6ff;`

/** The content of the page's `<style>` element. */
export function killMatrixStyle(): string {
  return `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box }
body { margin: 0; padding: 2rem clamp(1rem, 3vw, 3rem) 4rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif }
h1 { margin: 0 0 .25rem; font-size: 1.7rem; line-height: 1.2 } h2 { margin: 3rem 0 .75rem; font-size: 1.25rem }
h3 { margin: 2rem 0 .5rem; font-size: 1rem; color: var(--quiet) }
p { max-width: 46rem; margin: .5rem 0 } a { color: var(--link) } .quiet { color: var(--quiet) }
code { font: .92em ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 1.5rem 0; padding: 0; list-style: none }
.figures b { display: block; font-size: 2rem; line-height: 1.1; font-variant-numeric: tabular-nums } .figures .bad b { color: var(--bad) }
.key { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: 1rem 0; padding: 0; list-style: none }
.key li { display: flex; align-items: center; gap: .5rem }
.mark { display: inline-flex; width: 17px; height: 17px; align-items: center; justify-content: center; border-radius: 3px;
  font-size: 11px; line-height: 1; text-decoration: none }
.killed { background: var(--killed); color: var(--on-killed) } .warned { background: var(--warned); color: var(--on-warned) }
.touched { background: var(--touched); color: var(--on-touched) }
.survived, .stranger { background: var(--bad); color: var(--on-bad) }
.wide { overflow: auto; max-height: 86vh; border: 1px solid var(--hair); border-radius: 6px }
.matrix { border-collapse: separate; border-spacing: 0; font-size: 12.5px }
.matrix th { font-weight: 400; text-align: left; white-space: nowrap; background: var(--paper) }
.matrix thead th { position: sticky; z-index: 2 } .matrix thead tr:first-child th { top: 0 } .matrix thead tr:last-child th { top: 24px }
.matrix thead tr:first-child th { height: 24px; padding: 0 0 0 4px; font-weight: 600; border-left: 1px solid var(--hair) }
.matrix thead tr:last-child th { height: 46px; padding: 0; vertical-align: bottom; border-bottom: 1px solid var(--hair) }
.matrix thead th a { display: block; width: 19px; padding: 4px 0; writing-mode: vertical-rl; transform: rotate(180deg); color: inherit;
  text-decoration: none; font-variant-numeric: tabular-nums }
.matrix thead th.alone a { font-weight: 700 } .matrix thead th.idle a { color: var(--quiet) }
.matrix tbody th { position: sticky; left: 0; z-index: 1; padding: 1px 12px 1px 10px; border-right: 1px solid var(--hair) }
.matrix tbody th a { color: inherit; text-decoration: none } .matrix tbody th a:hover { text-decoration: underline }
.matrix thead .corner { left: 0; z-index: 3; border-left: 0; border-right: 1px solid var(--hair) }
.matrix .family th { padding-top: 10px; font-weight: 600; color: var(--quiet) } .matrix .family td { border: 0 }
.matrix td { width: 19px; height: 21px; padding: 1px; text-align: center } .matrix td.first { border-left: 1px solid var(--hair) }
.matrix tbody tr:not(.family):hover > * { background: var(--hover) }
.list { display: grid; gap: 0 } .mutant { padding: .8rem 1rem; border-top: 1px solid var(--hair); scroll-margin-top: 1rem }
.mutant:target, li:target, tr:target { background: var(--hover); outline: 2px solid var(--link); outline-offset: -2px }
.mutant > p { margin: .15rem 0 .4rem } .mutant > .id { font-weight: 600 }
.why { width: 100%; border-collapse: collapse; font-size: 13.5px }
.why td { padding: .15rem .8rem .15rem 0; vertical-align: top; overflow-wrap: anywhere } .why td:first-child { width: 25px; padding-right: .4rem }
.why td:nth-child(2) { white-space: nowrap; width: 7.5rem } .why td:nth-child(3) { width: 16rem }
.purposes { border-collapse: collapse; font-size: 14px } .purposes td { padding: .3rem 1.2rem .3rem 0; vertical-align: top; border-top: 1px solid var(--hair) }
.purposes td:first-child { white-space: nowrap; padding-left: .4rem }
@media (max-width: 700px) { .why td:nth-child(3) { width: auto } body { padding: 1rem } }
@media print { .wide { max-height: none; overflow: visible } }
`
}
