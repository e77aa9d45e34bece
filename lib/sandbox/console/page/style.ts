/** The stylesheet of the page, both themes in one: the browser's, unless the page's own button says otherwise. */
export const STYLE = `
:root{color-scheme:light dark;
--back:light-dark(#f6f7f9,#101318);--face:light-dark(#fff,#181c23);--sunk:light-dark(#f0f2f5,#12161c);--edge:light-dark(#dfe4ea,#2a303a);
--text:light-dark(#1a2029,#e4e8ee);--soft:light-dark(#566070,#9ba6b5);--link:light-dark(#2457c5,#8fb4ff);--on-link:light-dark(#fff,#0d1422);
--pass:light-dark(#17693f,#7bd8a4);--pass-back:light-dark(#e4f5ec,#10301f);
--fail:light-dark(#ad1f17,#ff9a92);--fail-back:light-dark(#fdeae8,#3d1715);
--warn:light-dark(#9a4a06,#ffb267);--warn-back:light-dark(#fdf0e2,#33230f);
--mono:ui-monospace,SFMono-Regular,"Cascadia Mono","DejaVu Sans Mono",Menlo,Consolas,monospace}
:root[data-theme=light]{color-scheme:light}
:root[data-theme=dark]{color-scheme:dark}
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
html{scroll-padding-top:4.5rem}
body{margin:0;background:var(--back);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
h1,h2,h3,p,ul,ol,dl,dd,fieldset{margin:0;padding:0;border:0}
ul,ol{list-style:none}
h1{font-size:1.5rem;line-height:1.25;letter-spacing:-.02em}
h2{font-size:1.12rem;letter-spacing:-.01em}
h3{font-size:.9rem;margin:1rem 0 .45rem}
bdi,code,pre{overflow-wrap:anywhere}
code,pre,.mono{font:.86em/1.5 var(--mono)}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
main:focus{outline:none}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;z-index:9;padding:.5rem 1rem;background:var(--face);border-radius:0 0 8px 8px}
.skip:focus{top:0}
.top{position:sticky;top:0;z-index:5;display:flex;gap:.6rem 1.6rem;align-items:center;padding:.6rem 2rem;background:var(--back);border-bottom:1px solid var(--edge)}
.brand{display:flex;gap:.6rem;align-items:center;font-weight:600}
.brand path{fill:var(--link)}
.brand .tick{fill:none;stroke:var(--face);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.top nav{display:flex;flex:1;gap:.2rem;overflow-x:auto}
.top nav a{padding:.3rem .7rem;border-radius:7px;color:var(--soft);text-decoration:none;font-size:.92em}
.top nav a:hover{background:var(--sunk);color:var(--text)}
main{max-width:96rem;margin:auto;padding:1.4rem 2rem 5rem}
#open{display:grid;grid-template-columns:minmax(0,1fr);gap:1.4rem}
.headline{padding:.2rem .2rem}
.card{padding:1.2rem 1.4rem 1.4rem;background:var(--face);border:1px solid var(--edge);border-radius:14px}
.two{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,7fr);gap:1.4rem;align-items:start}
.lead{color:var(--soft);font-size:.92em;max-width:80ch}
.bar{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center;justify-content:space-between}
.said:empty{display:none}
.said{padding:.7rem 1.1rem;background:var(--pass-back);color:var(--pass);border-radius:10px;font-weight:500}
.said.wrong{background:var(--fail-back);color:var(--fail)}
.fields{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:.8rem 1rem;align-items:end;margin-top:.8rem}
.fields label,.fields .group{display:grid;gap:.25rem;font-size:.84rem;color:var(--soft);min-width:0}
.fields .wide{grid-column:1/-1}
.fields label.check,.check{display:flex;gap:.45rem;align-items:center;color:var(--text);font-size:.9rem;cursor:pointer}
.check input{width:1rem;height:1rem;margin:0;accent-color:var(--link)}
.choices{display:flex;flex-wrap:wrap;gap:.35rem 1rem}
legend{padding:0;font-size:.84rem;color:var(--soft)}
input:not([type=checkbox],[type=radio]),select,textarea{width:100%;min-height:2.3rem;padding:.35rem .6rem;border:1px solid light-dark(#8a94a3,#5d6776);border-radius:8px;background:var(--face);color:var(--text);font:inherit;font-size:.92rem}
textarea{min-height:3.4rem;resize:vertical;font-family:var(--mono);font-size:.84rem}
.search input{min-width:15rem}
.do,.quiet{font:inherit;font-size:.92em;min-height:2.3rem;padding:.35rem 1rem;border-radius:8px;cursor:pointer}
.do{border:1px solid var(--link);background:var(--link);color:var(--on-link);font-weight:600}
.quiet{border:1px solid light-dark(#8a94a3,#5d6776);background:var(--face);color:var(--text)}
.quiet:hover{background:var(--sunk)}
.small{min-height:1.8rem;padding:.1rem .65rem;font-size:.84rem}
.org{position:relative;display:grid;grid-template-columns:minmax(0,3fr) minmax(0,3fr) minmax(0,4fr);gap:0 7rem;margin-top:1rem;align-items:start}
.org svg{position:absolute;inset:0;width:100%;height:100%;pointer-events:none}
.org path{fill:none;stroke:light-dark(#b9c2ce,#414a57);stroke-width:1.4}
.org path.lit{stroke:var(--link);stroke-width:2.4}
.org.chosen path:not(.lit){opacity:.25}
.org .column{position:relative;display:grid;gap:.35rem}
.org h3{margin:.1rem 0 .2rem;color:var(--soft);font-weight:500}
.api{display:grid;gap:.3rem;padding:.55rem;background:var(--sunk);border:1px solid var(--edge);border-radius:10px}
.api>.name{font-weight:600;font-size:.9rem;padding:0 .2rem}
.node{display:flex;flex-wrap:wrap;gap:.1rem .5rem;align-items:baseline;width:100%;padding:.3rem .6rem;border:1px solid var(--edge);border-radius:8px;background:var(--face);color:var(--text);font:inherit;font-size:.88rem;text-align:start;cursor:pointer}
.node:hover,.node.lit{border-color:var(--link)}
.node.lit{box-shadow:inset 3px 0 0 var(--link)}
.node[aria-pressed=true]{background:light-dark(#e9effc,#1b2740);border-color:var(--link);font-weight:600}
.org.chosen .node:not(.lit,[aria-pressed=true]){opacity:.6}
.kind{color:var(--soft);font-size:.8rem;font-weight:400}
.method{padding:0 .35rem;border:1px solid var(--edge);border-radius:5px;font:600 .72rem/1.5 var(--mono);color:var(--soft)}
.tag{display:inline-block;padding:0 .5rem;border-radius:5px;background:var(--sunk);color:var(--soft);font-size:.78rem;line-height:1.5}
.mark{display:inline-flex;gap:.35rem;align-items:center;padding:0 .55rem 0 .2rem;border-radius:6px;font-size:.82rem;font-weight:600;white-space:nowrap;background:var(--sunk);color:var(--soft)}
.mark i{display:inline-grid;place-items:center;width:1.15rem;height:1.15rem;border-radius:50%;background:var(--soft);color:var(--face);font:700 .72rem/1 var(--mono)}
.mark.pass{background:var(--pass-back);color:var(--pass)}.mark.pass i{background:var(--pass)}
.mark.fail{background:var(--fail-back);color:var(--fail)}.mark.fail i{background:var(--fail);border-radius:3px}
.notice{margin-top:1rem;padding:.8rem 1.1rem;border-radius:10px;border-inline-start:4px solid var(--warn);background:var(--warn-back)}
.notice.fail{border-color:var(--fail);background:var(--fail-back)}
.notice h3{margin:0 0 .3rem}
.facts{display:grid;grid-template-columns:minmax(5rem,max-content) minmax(0,1fr);gap:.25rem 1rem;margin-top:.6rem;font-size:.88rem}
.facts dt{color:var(--soft)}
.facts dd{font-family:var(--mono);font-size:.84rem;overflow-wrap:anywhere}
.steps{margin-top:1.1rem}
.steps>li{position:relative;padding:0 0 1.1rem 2.4rem}
.steps>li::before{content:"";position:absolute;left:.68rem;top:1.5rem;bottom:0;width:2px;background:var(--edge)}
.steps>li:last-child::before{display:none}
.steps .dot{position:absolute;left:0;top:.05rem;display:grid;place-items:center;width:1.45rem;height:1.45rem;border-radius:50%;background:var(--sunk);border:2px solid var(--soft);color:var(--soft);font:700 .74rem/1 var(--mono)}
.steps .pass>.dot{background:var(--pass);border-color:var(--pass);color:var(--face)}
.steps .fail>.dot{background:var(--fail);border-color:var(--fail);color:var(--face);border-radius:5px}
.steps h3{display:flex;flex-wrap:wrap;gap:.2rem .6rem;margin:0 0 .2rem;font-size:.94rem}
.steps .result{font-weight:400;color:var(--soft)}
.checks{display:grid;gap:.4rem;margin-top:.4rem}
.checks>li{display:grid;grid-template-columns:auto minmax(6rem,9rem) minmax(0,1fr);gap:.1rem .8rem;align-items:start;padding:.45rem .7rem;background:var(--sunk);border-radius:8px;font-size:.88rem}
.checks .what{font-weight:600}
.checks .values{display:grid;gap:.1rem;min-width:0}
.checks .values span{color:var(--soft)}
pre{margin:.5rem 0 0;padding:.7rem .9rem;max-height:22rem;overflow:auto;background:var(--sunk);border:1px solid var(--edge);border-radius:8px;white-space:pre-wrap}
.outcome{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin-top:1.1rem;font-size:1.05rem;font-weight:600}
.rows{display:grid;gap:1px;margin-top:.9rem;background:var(--edge);border:1px solid var(--edge);border-radius:10px;overflow:hidden}
.rows>*{background:var(--face)}
.entry summary{display:grid;grid-template-columns:6.2rem 6.4rem 3rem minmax(0,5fr) minmax(0,4fr);gap:.1rem .9rem;align-items:center;padding:.5rem .9rem;font-size:.9rem;cursor:pointer;list-style-position:inside}
.entry summary:hover{background:var(--sunk)}
.entry .sides{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.2rem 1.6rem;padding:.2rem 1rem 1.1rem}
.entry .here{padding-inline-start:1.2rem;border-inline-start:2px dashed var(--edge)}
.why{grid-column:4/-1;color:var(--fail);font-size:.84rem}
.scroll{overflow:auto;max-height:26rem;margin-top:.6rem;border:1px solid var(--edge);border-radius:10px}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{padding:.4rem .8rem;text-align:start;border-bottom:1px solid var(--edge)}
thead th{position:sticky;top:0;background:var(--sunk);font-size:.82rem;font-weight:500;color:var(--soft)}
tbody tr:last-child td{border-bottom:0}
.count{font-variant-numeric:tabular-nums;text-align:end}
.control{padding:.4rem 0 .9rem}
.control+.control{border-top:1px solid var(--edge)}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin-top:.6rem}
details{margin-top:.7rem}
summary{cursor:pointer}
.entry{margin:0}
#detail{max-width:90ch}
.empty{margin-top:.8rem;padding:1.1rem;text-align:center;color:var(--soft);border:1px dashed var(--edge);border-radius:10px}
@media (max-width:70rem){.two{grid-template-columns:minmax(0,1fr)}.org{gap:0 4rem}}
@media (max-width:48rem){
.top{flex-wrap:wrap;padding:.6rem 1rem}.top nav{order:3;flex-basis:100%}
main{padding:1rem .8rem 4rem}.card{padding:1rem}
.org{grid-template-columns:minmax(0,1fr);gap:1rem}.org svg{display:none}
.entry summary{grid-template-columns:auto auto 1fr}.entry summary>*{grid-column:auto}.entry .url,.entry .who,.why{grid-column:1/-1}
.entry .sides{grid-template-columns:minmax(0,1fr)}.entry .here{padding:0;border:0}
.checks>li{grid-template-columns:auto minmax(0,1fr)}.checks .values{grid-column:1/-1}
.search,.search input{width:100%;min-width:0}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
