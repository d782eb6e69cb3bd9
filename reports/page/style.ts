// The look of the reviewer's page: light and dark by the reader's system, wide and narrow, on paper.
import { ladderStyle } from '../ladder/style'

const light = `--paper:#fff;--ink:#1b2027;--quiet:#59636f;--hair:#d5dbe2;--soft:#f4f6f9;--link:#1554ad;
--good:#0a6b4f;--goodsoft:#e5f4ee;--bad:#a81c16;--badsoft:#fdeceb;--open:#7d4a00;--opensoft:#fdf3e1`
const dark = `--paper:#12161b;--ink:#e6eaee;--quiet:#a3adb9;--hair:#39424d;--soft:#1a2028;--link:#8fbcff;
--good:#6adab7;--goodsoft:#11312a;--bad:#ff9c94;--badsoft:#3c1a1a;--open:#f3bd6e;--opensoft:#35280f`

/** The content of the page's only style element. */
export function pageStyle(): string {
  return `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box }
html { scroll-padding-top: 1rem }
body { margin: 0 auto; max-width: 76rem; padding: 0 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif; overflow-wrap: anywhere }
a { color: var(--link) } a:focus-visible, summary:focus-visible, .scroll:focus-visible, input:focus-visible, button:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
h1 { font-size: clamp(1.9rem, 6vw, 3rem); line-height: 1.1; margin: .2rem 0 .4rem; letter-spacing: -.01em }
h2 { font-size: 1.5rem; margin: 3rem 0 .4rem; padding-top: .6rem; border-top: 2px solid var(--ink) }
h3 { font-size: 1.1rem; line-height: 1.35; margin: 0 0 .6rem } h4 { font-size: .95rem; margin: 1.6rem 0 .4rem }
p { margin: .4rem 0 } code { font: .88em ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.quiet { color: var(--quiet); font-size: .9rem }
.skip { position: absolute; left: -999rem } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; z-index: 2 }

.top { margin: 0 -1.25rem; padding: 1.6rem 1.25rem 1.3rem; border-top: 10px solid var(--tone); background: var(--tonesoft) }
.top.good { --tone: var(--good); --tonesoft: var(--goodsoft) } .top.bad { --tone: var(--bad); --tonesoft: var(--badsoft) } .top.open { --tone: var(--open); --tonesoft: var(--opensoft) }
.top h1, .top h1 .sign { color: var(--tone) } .kicker { text-transform: uppercase; letter-spacing: .08em; font-size: .75rem; font-weight: 600 }
.sut { font-size: 1.1rem } .alarm { border: 2px solid var(--bad); padding: .6rem .9rem; font-weight: 600; background: var(--paper) }
.levels { margin: 1.1rem 0 .8rem; display: grid; gap: .55rem }
.level { display: grid; grid-template-columns: 6rem 1fr; gap: .1rem .8rem; align-items: baseline } .level .bar { grid-column: 1 / -1 }
.bar { display: flex; height: 1.25rem; gap: 2px; font-size: .75rem; line-height: 1.25rem; text-align: center }
.bar span { min-width: 1.1rem; color: var(--paper); background: var(--quiet) } .bar .pass { background: var(--good) } .bar .fail, .bar .error { background: var(--bad) } .bar .inconclusive { background: var(--open) }
.billline { font-weight: 600 } .figures { font-size: .9rem }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none; margin: 1rem 0 0; padding: 0 }

.badge { display: inline-block; font-size: .78rem; font-weight: 700; text-transform: uppercase; letter-spacing: .04em; border: 2px solid currentColor; border-radius: 4px; padding: 0 .4em; color: var(--quiet); white-space: nowrap }
.badge.pass { color: var(--good) } .badge.fail, .badge.error { color: var(--bad) } .badge.inconclusive { color: var(--open) }
.card { border: 1px solid var(--hair); border-left: 8px solid var(--quiet); padding: 1rem 1.1rem; margin: 1.1rem 0 }
.card.fail, .card.error { border-left-color: var(--bad) } .card.inconclusive, .card.warning { border-left-color: var(--open) }
.card .id { white-space: nowrap } .mark { float: right; font-size: .78rem; font-weight: 700; border: 1px solid var(--hair); padding: 0 .5em; margin-left: .6rem }
.finding { display: grid; grid-template-columns: 8.5rem 1fr; gap: .2rem 1rem; margin: .4rem 0 .9rem }
.finding dt { color: var(--quiet) } .finding dd { margin: 0 } .finding dd:nth-of-type(1), .finding dd:nth-of-type(2) { font-weight: 600 } .finding dd:nth-of-type(2) { color: var(--bad) } .warning .finding dd:nth-of-type(2) { color: var(--open) }

details > summary { cursor: pointer; padding: .35rem 0 } .scenario .name { display: inline; font: inherit } .scenario { border-top: 1px solid var(--hair) } .scenario > .inside { padding: 0 0 1.6rem .2rem; border-left: 0 }
.steps { margin: .3rem 0; padding-left: 1.6rem } .demand { display: block; font-size: .9rem; color: var(--quiet) } .demand.pass { color: var(--good) } .demand.fail { color: var(--bad); font-weight: 600 } .demand.inconclusive { color: var(--open) }

.scroll { position: relative; overflow: auto; margin: .6rem 0 } .scroll.tall { max-height: 75vh } .scroll.ladder { max-height: 92vh; border: 1px solid var(--hair) } .ladder svg { display: block; width: 100%; min-width: 66rem; max-width: max-content; height: auto }
table { border-collapse: collapse; width: 100%; font-size: .9rem; overflow-wrap: normal } caption { text-align: left; color: var(--quiet); font-size: .85rem; padding-bottom: .2rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--hair) } thead th { border-bottom: 2px solid var(--hair); position: sticky; top: 0; background: var(--paper); font-size: .82rem }
th { font-weight: 600 } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.tall td:nth-child(2) { min-width: 11rem } .tall td:nth-child(3) { min-width: 10rem } tr.missing td, tr.unexplained td { color: var(--bad); font-weight: 600 } tr.late td { color: var(--open) } tr.wrong td { color: var(--bad) } tr.future { color: var(--quiet) } tr.now { background: var(--soft); box-shadow: inset 4px 0 0 var(--link) }
.right { color: var(--good); font-weight: 600 } .wrong { color: var(--bad); font-weight: 600 } .bill { margin-top: 1.4rem } .bill ul { margin: .2rem 0 .6rem; padding-left: 1.3rem }
.purpose { display: inline-block; margin: 0 .9rem .15rem 0; white-space: nowrap; color: var(--quiet); text-decoration: none } a.purpose { text-decoration: underline } .purpose.pass { color: var(--good) } .purpose.fail, .purpose.error { color: var(--bad); font-weight: 600 } .purpose.inconclusive { color: var(--open) }

.slider { background: var(--soft); border: 1px solid var(--hair); padding: .8rem 1rem; margin: .5rem 0 1rem } .slider:empty { display: none }
.slider .controls { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .8rem } .slider input[type=range] { flex: 1 1 16rem; min-width: 8rem; accent-color: var(--link); height: 1.8rem } .slider input[type=number] { width: 7rem }
.slider input, .slider button { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--quiet); border-radius: 4px; padding: .15rem .5rem } .slider button { cursor: pointer }
.slider .state { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: .2rem 1.6rem; margin-top: .7rem } .slider h5 { font-size: .82rem; margin: .4rem 0 .1rem; color: var(--quiet) } .slider ul { margin: 0; padding: 0; list-style: none; font-size: .9rem; max-height: 15rem; overflow: auto }
.slider li { padding: .1rem 0 }
.check { background: var(--soft); border: 1px solid var(--hair); padding: .8rem 1rem; margin: .6rem 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: .6rem } .check input { font: inherit; max-width: 100% } .check input[type=text] { width: min(32rem, 100%) } #check-result.open { color: var(--open); font-weight: 600 }
.card.remark { border-left-color: var(--link) } .remark .reading { border-left: 3px solid var(--hair); padding-left: .8rem }
.ladder { ${ladderStyle()} g.now text { font-weight: 700; text-decoration: underline } }

@media (max-width: 40rem) {
  body { padding: 0 .8rem 3rem } .top { margin: 0 -.8rem; padding: 1.1rem .8rem } .level { grid-template-columns: 1fr } .finding { grid-template-columns: 1fr; gap: 0 } .finding dt { font-size: .82rem; margin-top: .4rem } .card { padding: .8rem } .mark { float: none } .slider input[type=range] { flex-basis: 100%; order: -1 }
}
@media print { nav, .slider { display: none } .scroll { overflow: visible; max-height: none } }
`
}
