/** Graph, steps, log and tables. Every outcome has a sign and a word besides its colour. */
export const COMPONENTS = `
.pass{--kind:var(--clean);--kind-back:var(--clean-back)}
.fail{--kind:var(--blocking);--kind-back:var(--blocking-back)}
.skipped{--kind:var(--soft);--kind-back:var(--sunk)}
.badge{display:inline-flex;justify-self:start;align-items:center;gap:.4rem;min-height:1.5rem;padding:0 .6rem 0 .25rem;border-radius:6px;background:var(--kind-back);color:var(--kind);font-size:.82rem;font-weight:600;width:fit-content}
.badge .symbol{display:inline-grid;place-items:center;flex:none;width:1rem;height:1rem;border-radius:4px;background:var(--kind);color:var(--face);font:700 .7rem/1 var(--mono)}
.mark{display:inline-grid;place-items:center;flex:none;width:1.1rem;height:1.1rem;margin-inline-end:.5rem;border-radius:5px;background:var(--kind-back);color:var(--kind);font:700 .74rem/1 var(--mono);vertical-align:.08em}
.tag{display:inline-block;padding:0 .45rem;margin-inline-start:.35rem;border-radius:5px;background:var(--kind-back,var(--sunk));color:var(--kind,var(--soft));font-size:.78rem;line-height:1.45}
td>.tag{margin-inline-start:0}
.name{font-weight:600}
.kind{color:var(--soft);font-size:.84em;font-weight:400}
.gone bdi{text-decoration:line-through;color:var(--soft)}
.method{display:inline-block;max-width:9rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;padding:0 .35rem;border:1px solid var(--edge);border-radius:5px;font:600 .72rem/1.5 var(--mono);color:var(--soft);vertical-align:-.42em}
.path{font:.88em/1.5 var(--mono)}
.facts{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.25rem 1.1rem;font-size:.9em;margin:.5rem 0}
.facts dt{color:var(--soft)}
.plain{display:grid;grid-template-columns:minmax(0,1fr);gap:.25rem;font-size:.92em}
.problems{display:grid;gap:.4rem;padding:.7rem .9rem;border-radius:8px;background:var(--blocking-back);color:var(--blocking);font-size:.9rem}
.problems .hint{display:block}
.notice.blocking{padding:.85rem 1.1rem;border-radius:10px;background:var(--blocking-back);color:var(--blocking)}
.result{padding:.7rem .9rem;border-radius:10px;background:var(--kind-back);border-inline-start:4px solid var(--kind);font-size:.92rem}
.result p{margin-top:.35rem}
.result .badge{padding-inline-start:0}
pre{padding:.7rem .9rem;max-height:26rem;overflow:auto;border-radius:8px;background:var(--sunk);font:.8rem/1.55 var(--mono);white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.scroll{position:relative;overflow:auto;container-type:inline-size;border:1px solid var(--edge);border-radius:10px;background:var(--face)}
.scroll.tall{max-height:44rem}
#grants-now .scroll{max-height:26rem}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.88em}
th,td{padding:.42rem .8rem;text-align:start;vertical-align:top;border-bottom:1px solid var(--edge)}
thead th{font-size:.82rem;font-weight:500;color:var(--soft);background:var(--sunk)}
tbody th{font-weight:500}
tbody tr:last-child>*{border-bottom:0}
.claims th{color:var(--soft);font:500 .92em/1.5 var(--mono);width:8.5rem}
.claims td{font:.92em/1.5 var(--mono)}
.claims+h3{margin-top:1rem}
.said .scroll{max-height:19rem}
.checks th[scope=row]{white-space:nowrap}
.checks td{min-width:8rem}
.checks .fail>*{background:var(--kind-back)}
.checks td:last-child{color:var(--soft)}
.heads{display:grid;grid-template-columns:minmax(9rem,1fr) 132px minmax(10rem,1.05fr) 132px minmax(12rem,1.45fr);padding:0 1.4rem .35rem 1.2rem;font-size:.8rem;color:var(--soft)}
.drawing{position:relative;display:grid;grid-template-columns:minmax(9rem,1fr) 132px minmax(10rem,1.05fr) 132px minmax(12rem,1.45fr);align-items:start;min-width:56rem;padding:.6rem 1.4rem .9rem 1.2rem}
.drawing svg{display:block}
.bands{grid-column:3/6;grid-row:1;margin-inline-start:-.9rem;width:calc(100% + 1.8rem)}
.bands rect{fill:var(--sunk);stroke:var(--edge)}
.titles{grid-column:3/6;grid-row:1}
.band{height:34px;display:flex;gap:.4rem;align-items:end;padding:0 .1rem .25rem;font-size:.82rem;color:var(--soft);white-space:nowrap;overflow:hidden}
.nodes{display:flex;flex-direction:column}
.nodes,.drawing>svg:not(.bands){grid-row:1}
.nodes.holders{grid-column:1}
.drawing>svg.holds{grid-column:2}
.nodes.values{grid-column:3}
.drawing>svg.needs{grid-column:4}
.nodes.routes{grid-column:5}
.node{position:relative;display:flex;gap:.5rem;align-items:center;width:100%;height:28px;margin:3px 0;min-width:0;padding:0 .65rem;border:1px solid light-dark(#c3cad3,#3d4653);border-radius:8px;background:var(--face);font-size:.86rem;text-align:start}
.node bdi{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.node .method{flex:none;max-width:6rem}
.node .kind{flex:none;margin-inline-start:auto}
.node .name{font-weight:500}
.node:hover,.node:focus-visible{border-color:var(--link)}
.node[aria-pressed=true]{border-color:var(--link);box-shadow:inset 0 0 0 1px var(--link)}
.link{fill:none;stroke:var(--soft);stroke-width:1.25;opacity:.5}
.link.revoked{stroke:var(--blocking);stroke-dasharray:6 5;opacity:.9}
.marked .link{opacity:.1}
.marked .link.on{stroke:var(--link);stroke-width:2.25;opacity:1}
.marked .link.revoked.on{stroke:var(--blocking)}
.marked .node:not(.on):not(:focus-visible){border-color:transparent;background:none;color:var(--soft)}
.cut{margin:.5rem 0 0}
#inspector{margin-top:.9rem}
#inspector h2{font-size:1rem;margin-bottom:.2rem}
#inspector h2 .method{max-width:100%;white-space:normal;overflow-wrap:anywhere}
#inspector h3{margin:.9rem 0 .3rem}
.tried{display:flex;flex-wrap:wrap;gap:.2rem .7rem;align-items:center;flex-basis:100%}
.tried:empty{display:none}
#inspector p:last-child{margin-top:.7rem}
#inspector>.hint:only-child{margin:0}
.list{display:grid;grid-template-columns:minmax(0,1fr);gap:.3rem}
.list li{display:flex;flex-wrap:wrap;gap:.2rem .8rem;align-items:center;font-size:.9rem}
.list li>.quiet{margin-inline-start:auto}
.steps{display:grid;grid-template-columns:minmax(0,1fr)}
.step{position:relative;padding:0 0 1.5rem 2.7rem}
.step::before{content:"";position:absolute;inset-inline-start:.87rem;top:1.9rem;bottom:-.15rem;border-inline-start:2px solid var(--edge)}
.step:last-child{padding-bottom:0}
.step:last-child::before{display:none}
.step h3{display:flex;flex-wrap:wrap;gap:.1rem .6rem;align-items:center;min-height:1.85rem;font-size:.98rem}
.step h3>.mark{position:absolute;inset-inline-start:0;top:0;width:1.85rem;height:1.85rem;margin:0;border-radius:50%;border:2px solid var(--kind);font-size:.95rem}
.step.skipped h3>.mark{border-style:dashed}
.step.skipped h3{color:var(--soft)}
.count{color:var(--soft);font-size:.82rem;font-weight:400}
.step p{font-size:.92rem}
.step p bdi{font-variant-numeric:tabular-nums}
.step .scroll,.step pre{margin-top:.55rem}
.rows{display:grid;grid-template-columns:minmax(0,1fr);gap:1px;background:var(--edge);border:1px solid var(--edge);border-radius:12px;overflow:hidden}
.rows:empty{display:none}
.row{background:var(--face);border-inline-start:4px solid var(--kind)}
.row summary{display:grid;grid-template-columns:5rem minmax(0,3fr) minmax(0,5fr) minmax(0,2.2fr) 1rem;gap:.2rem 1rem;align-items:start;padding:.55rem 1rem;cursor:pointer;list-style:none;font-size:.92rem}
.row summary::-webkit-details-marker{display:none}
.row summary::after{content:"";grid-column:5;grid-row:1;width:.5rem;height:.5rem;margin-top:.4rem;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(45deg)}
.row details[open]>summary::after{transform:rotate(225deg);margin-top:.6rem}
.row summary:hover{background:var(--sunk)}
.row summary:focus-visible{outline-offset:-3px}
.cell{min-width:0;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.time{color:var(--soft);font-size:.86rem;font-variant-numeric:tabular-nums}
.reason{grid-column:2/5;color:var(--kind);font-size:.86rem}
.two{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem;padding:.4rem 1rem 1.1rem}
.two>section{padding:.9rem 1rem;border-radius:10px;border:1px solid var(--edge);min-width:0}
.two>.only{border:1.5px dashed var(--unknown);background:color-mix(in srgb,var(--unknown-back) 35%,transparent)}
.two>.only h3{color:var(--unknown)}
.two pre{margin-top:.5rem;max-height:44rem}
.two .hint+pre{margin-top:.3rem}
#counts th[scope=row]{font:500 .92em/1.5 var(--mono)}
#counts thead th:nth-child(2),#counts td:nth-child(2){text-align:end}
#counts svg{display:block;margin-top:.3rem}
.bar{fill:var(--kind)}
#counts .number{color:var(--text)}
@container (max-width:34rem){
.folding,.folding tbody,.folding tr,.folding th,.folding td{display:block;min-width:0}
.folding thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.folding tr{padding:.4rem .8rem;border-bottom:1px solid var(--edge)}
.folding tr:last-child{border-bottom:0}
.folding tbody th,.folding td{padding:.1rem 0;border-bottom:0;overflow-wrap:anywhere}
#counts td:nth-child(2){text-align:start}
.folding.checks th[scope=row]{white-space:normal}
.folding.checks .fail{background:var(--kind-back)}
.folding td:not([data-head=""])::before{content:attr(data-head) ": ";color:var(--soft)}
}
@media (max-width:64rem){.two{grid-template-columns:minmax(0,1fr)}}
@media (max-width:48rem){
.row summary{grid-template-columns:minmax(0,1fr) 1rem}
.row summary .cell,.reason{grid-column:1}
.row summary::after{grid-column:2}
.two{padding:.2rem .7rem .8rem}
.heads{display:none}
.step{padding-inline-start:2.3rem}
}
`;
