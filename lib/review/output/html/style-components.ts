/** Rows, notices, tables, graph and matrix. Every kind has a sign and a shape of line besides its colour. */
export const COMPONENTS = `
.gained{--kind:var(--gained);--kind-back:var(--gained-back)}
.lost{--kind:var(--lost);--kind-back:var(--lost-back)}
.unknown{--kind:var(--unknown);--kind-back:var(--unknown-back)}
.both{--kind:var(--both);--kind-back:var(--unknown-back)}
.blocking{--kind:var(--blocking);--kind-back:var(--blocking-back)}
.same{--kind:var(--soft);--kind-back:var(--sunk)}
.badge{display:inline-flex;justify-self:start;align-items:center;gap:.4rem;height:1.5rem;padding:0 .6rem 0 .25rem;border-radius:6px;background:var(--kind-back);color:var(--kind);font-size:.82rem;font-weight:600;white-space:nowrap}
.badge .symbol{display:inline-grid;place-items:center;width:1rem;height:1rem;border-radius:4px;background:var(--kind);color:var(--face);font:700 .8rem/1 var(--mono)}
.tag{display:inline-block;padding:0 .45rem;border-radius:5px;background:var(--sunk);color:var(--soft);font-size:.78rem;font-weight:400;line-height:1.45}
.tag.risk{background:var(--gained-back);color:var(--gained)}
.rows{display:grid;gap:1px;background:var(--edge);border:1px solid var(--edge);border-radius:12px;overflow:hidden}
.row{background:var(--face);border-inline-start:4px solid var(--kind)}
.row summary{display:grid;grid-template-columns:6.6rem minmax(0,3fr) minmax(0,4fr) minmax(0,4fr) 1rem;gap:.3rem 1.1rem;align-items:start;padding:.75rem 1rem;cursor:pointer;list-style:none}
.row summary::-webkit-details-marker{display:none}
.row summary::after{content:"";grid-column:-2;grid-row:1;width:.5rem;height:.5rem;margin-top:.4rem;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(45deg)}
.row details[open]>summary::after{transform:rotate(225deg);margin-top:.6rem}
.row summary:hover{background:var(--sunk)}
.row summary:focus-visible{outline-offset:-3px}
.cell{min-width:0;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:4;overflow:hidden}
#lint .row .wide{grid-column:3/5}
.line{display:block}
.name{font-weight:600}
.who.open,.name.open{font-weight:600;color:var(--blocking)}
.kind{margin-inline-start:.1rem;color:var(--soft);font-size:.88em;font-weight:400}
.method{display:inline-block;max-width:9rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;padding:0 .35rem;border:1px solid var(--edge);border-radius:5px;font:600 .72rem/1.5 var(--mono);color:var(--soft);vertical-align:-.42em}
.path{font:.88em/1.5 var(--mono)}
.route .name{color:var(--soft);font-weight:400;font-size:.88em}
.needs .was{color:var(--soft)}
.needs .was:has(~.now){text-decoration:line-through;text-decoration-color:color-mix(in srgb,var(--soft) 60%,transparent)}
.needs .now{font-weight:500}
.arrow{color:var(--soft)}
.facts{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:.55rem 1.2rem;padding:.9rem 1rem 1.1rem;font-size:.92em}
.row .facts{margin-inline-start:.2rem;border-top:1px dashed var(--edge)}
.facts dt{color:var(--soft)}
.plain{display:grid;gap:.35rem}
.plain>li,.facts dd{max-height:13rem;overflow:auto}
.place{font-size:.92em}
.place bdi{font-family:var(--mono);font-size:.94em}
.place .path{color:var(--soft)}
.place+.needs{display:block}
.values{padding:.9rem 1.1rem;background:var(--face);border:1px solid var(--edge);border-radius:12px;gap:.7rem}
.notice{padding:.85rem 1.1rem 1rem;background:var(--kind-back);border-inline-start:4px solid var(--kind);border-radius:10px}
.notice+.notice{margin-top:.7rem}
.notice h3{margin:0 0 .4rem;color:var(--kind)}
.scroll{position:relative;overflow:auto;border:1px solid var(--edge);border-radius:12px;background:var(--face)}
.scroll.tall{max-height:42rem}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.92em}
th,td{padding:.5rem .9rem;text-align:start;vertical-align:top;border-bottom:1px solid var(--edge)}
:not(.matrix)>tbody td:first-child{min-width:8rem}
thead th{font-size:.82rem;font-weight:500;color:var(--soft);background:var(--sunk)}
tbody tr:last-child>*{border-bottom:0}
.some{font-weight:600;font-variant-numeric:tabular-nums}
.none{color:var(--soft)}
#inputs .scroll+.facts{padding:1rem 0 0}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;margin-bottom:.7rem;font-size:.86rem;color:var(--soft)}
.legend li{display:flex;gap:.5rem;align-items:center}
.drawing{display:grid;grid-template-columns:minmax(11rem,1fr) 220px minmax(15rem,1.5fr);align-items:start;min-width:48rem;padding:.9rem 1.2rem}
.drawing svg{display:block}
.nodes li{height:34px;display:flex;align-items:center}
.nodes .group{align-items:end;padding:0 .2rem .1rem;font-size:.8rem;color:var(--soft)}
.node{display:flex;gap:.5rem;align-items:center;width:100%;height:28px;min-width:0;padding:0 .7rem;border:1px solid var(--edge);border-radius:8px;background:var(--back);color:inherit;font:inherit;font-size:.88rem;text-align:start;cursor:pointer}
.node bdi,.node .name,.group bdi{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.node .method{flex:none;max-width:6rem}
.node .kind{flex:none;margin:0}
.callers .node{justify-content:end}
.node:hover,.node:focus-visible{border-color:var(--link)}
.line path{fill:none;stroke:var(--kind);stroke-width:2}
.line circle{fill:var(--face);stroke:var(--kind);stroke-width:1.5}
.line text{fill:var(--kind);font:700 13px/1 var(--mono);text-anchor:middle}
.line.same path{stroke-width:1.25;opacity:.55}
.line.gained path{stroke-width:2.75}
.line.lost path{stroke-dasharray:7 5}
.line.unknown path{stroke-dasharray:1.5 5;stroke-linecap:round;stroke-width:2.75}
.line.both path{stroke-dasharray:12 3 2 3}
.marked .line{opacity:.12}
.marked .line.on{opacity:1}
.marked .line.on path{opacity:1}
.matrix{width:auto;min-width:100%}
.matrix thead th{position:sticky;top:0;z-index:2;vertical-align:bottom}
.matrix .corner{inset-inline-start:0;z-index:3}
.matrix th[scope=row]{position:sticky;inset-inline-start:0;z-index:1;min-width:15rem;background:var(--face);font-weight:400}
.matrix .need{min-width:10rem}
.matrix .caller{padding:.6rem .35rem;text-align:center}
.matrix .caller div{writing-mode:vertical-rl;transform:rotate(180deg);max-height:11rem;max-width:2.9rem;margin:auto;overflow:hidden;line-height:1.25}
.matrix .caller .name{color:var(--text)}
.matrix .group th{padding:.3rem .9rem;background:var(--sunk);font-size:.82rem;font-weight:500;color:var(--soft)}
.matrix .group bdi{display:inline-block;max-width:30rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;vertical-align:bottom;position:sticky;inset-inline-start:.9rem}
.matrix td:not(.need){text-align:center;min-width:3rem}
.matrix .route,.matrix .needs{max-width:22rem;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:4;overflow:hidden}
.mark{display:inline-grid;place-items:center;width:1.35rem;height:1.35rem;border-radius:6px;background:var(--kind-back);color:var(--kind);font:700 .95rem/1 var(--mono)}
.mark.same{background:none;font-size:.8rem}
.mark.moved{box-shadow:inset 0 0 0 1.5px var(--soft)}
.mark.lost{outline:1.5px dashed var(--kind);outline-offset:-1.5px}
@media (max-width:48rem){
.row summary{grid-template-columns:minmax(0,1fr) 1rem}
.row .cell,#lint .row .wide{grid-column:1}
.facts{grid-template-columns:minmax(0,1fr);gap:.15rem}
.facts dd+dt{margin-top:.6rem}
.switch,.filters>label{flex:1 1 9rem}
.switch{justify-content:space-between}
.filters select{max-width:none;width:100%}
.matrix th[scope=row]{min-width:10rem}
.matrix .route,.matrix .needs{max-width:10rem}
.matrix .group bdi{max-width:18rem}
}
`;
