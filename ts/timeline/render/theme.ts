import { LANES } from '../lanes'

const LIGHT = {
  paper: '#ffffff', band: '#f6f8fa', ink: '#1f2328', muted: '#59636e', line: '#d1d9e0',
  api: '#0969da', backend: '#7a5c00', guest: '#0b7a83', page: '#bf3989', agent: '#8250df', fault: '#bc4c00', close: '#57606a', test: '#4b5bd4',
  ok: '#1a7f37', warn: '#9a6700', fail: '#cf222e', info: '#57606a',
}
const DARK = {
  paper: '#0d1117', band: '#151b23', ink: '#e6edf3', muted: '#9198a1', line: '#30363d',
  api: '#4493f8', backend: '#d4a72c', guest: '#39c5cf', page: '#f778ba', agent: '#ab7df8', fault: '#f0883e', close: '#9198a1', test: '#97a6ff',
  ok: '#3fb950', warn: '#d29922', fail: '#f85149', info: '#9198a1',
}

const variables = (colors: typeof LIGHT) => Object.entries(colors).map(([name, color]) => `--${name}:${color}`).join(';')

/** The colours, by what the reader's system prefers. */
const COLORS = `.timeline{color-scheme:light dark;${variables(LIGHT)}}
@media screen and (prefers-color-scheme:dark){.timeline{${variables(DARK)}}}`

const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"
const SANS = "system-ui,-apple-system,'Segoe UI','DejaVu Sans','Liberation Sans',sans-serif"

const lanes = Object.keys(LANES).map((lane) => `.lane-${lane}{--hue:var(--${lane})}`).join('')
const tones = ['ok', 'warn', 'fail'].map((tone) => `.tone-${tone}{--hue:var(--${tone})}`).join('')

export const PICTURE = `${COLORS}
${lanes}${tones}
.picture text{font:11px ${MONO};fill:var(--ink)}
.picture .paper{fill:var(--paper)}
.picture .band{fill:var(--band)}
.picture .axis text{fill:var(--muted)}
.picture .axis line{stroke:var(--line)}
.picture .idle{fill:var(--line);opacity:.35}
.picture .lane-title{font:600 12px ${SANS};fill:var(--hue)}
.picture .rail{stroke:var(--hue);opacity:.45}
.picture .bar{fill:var(--hue);opacity:.35}
.picture .mark{fill:var(--hue);stroke:var(--paper);stroke-width:1}
.picture .count{font:700 10px ${SANS};fill:var(--paper);text-anchor:middle}
.picture .leader{stroke:var(--hue);opacity:.4}
.picture .label.tone-fail,.picture .label.tone-ok,.picture .label.tone-warn{fill:var(--hue)}
.picture a:hover .label,.picture a:focus .label{text-decoration:underline}
.picture a:hover .mark,.picture a:focus-visible .mark{stroke:var(--ink);stroke-width:2}
.picture a:focus-visible{outline:2px solid var(--ink);outline-offset:2px}`

export const PAGE = `${PICTURE}
body.timeline{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 ${SANS}}
main{max-width:1200px;margin:0 auto;padding:28px 24px 48px}
h1{font-size:24px;line-height:1.25;margin:0 0 4px}
h2{font-size:16px;margin:32px 0 10px}
p{margin:0}
.muted{color:var(--muted)}
.facts{display:flex;flex-wrap:wrap;gap:6px 8px;margin:12px 0 0;padding:0;list-style:none}
.facts li{border:1px solid var(--line);border-radius:999px;padding:1px 11px;font-size:13px}
.facts b{font-weight:600}
.verdict{margin:20px 0 0;padding:14px 18px;border:1px solid var(--line);border-left:6px solid var(--hue);border-radius:8px;background:var(--band)}
.verdict strong{display:block;font-size:17px;color:var(--hue)}
.verdict p{margin-top:4px}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:8px}
.scroll svg{display:block;width:100%;min-width:1000px;height:auto}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid var(--line)}
th{color:var(--muted);font-weight:600;white-space:nowrap}
td.number,td.time,td.took,th.number,th.time,th.took{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
td.label{font-family:${MONO};font-size:12.5px;overflow-wrap:anywhere}
td.detail{overflow-wrap:anywhere;color:var(--muted)}
td.lane,td.saw{white-space:nowrap;color:var(--hue);font-weight:600}
tr.tone-ok td.label,tr.tone-warn td.label,tr.tone-fail td.label,tr.tone-ok td.status,tr.tone-warn td.status,tr.tone-fail td.status{color:var(--hue)}
@media screen and (min-width:1200px){.entries td.label{min-width:550px}}
table.ids{width:auto}
tr:target td{background:var(--band)}
footer{margin-top:28px;font-size:13px;color:var(--muted)}
.scroll:focus-visible{outline:2px solid var(--ink);outline-offset:2px}
@page{margin:12mm}
@media print{body.timeline{font-size:12px}main{max-width:none;padding:0}.scroll{border:0;overflow:visible}.scroll svg{min-width:0}
table{font-size:10.5px}thead{display:table-header-group}tr,.verdict,svg{break-inside:avoid}h2{break-after:avoid}}
@media print{*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}`
