import { PALETTE } from '../../../page';
import { COMPONENTS } from './style-components';

const PAGE = `
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
html{scroll-padding-top:7.2rem}
body{margin:0;background:var(--back);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
h1,h2,h3,p,ul,dl,dd,fieldset{margin:0;padding:0;border:0}
ul{list-style:none}
bdi,code{overflow-wrap:anywhere}
code{font:.86em/1.5 var(--mono)}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
main:focus{outline:none}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;z-index:9;padding:.5rem 1rem;background:var(--face);border-radius:0 0 8px 8px}
.skip:focus{top:0}
.page{display:grid;grid-template:"top top" auto "aside main" 1fr/15rem minmax(0,1fr);max-width:104rem;margin:auto}
.top{grid-area:top;display:flex;justify-content:space-between;align-items:center;padding:.9rem 2rem}
.brand{display:flex;gap:.6rem;align-items:center;font-weight:600;letter-spacing:-.01em}
.brand path{fill:var(--link)}
.brand .tick{fill:none;stroke:var(--face);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
aside{grid-area:aside;position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding:1rem 0 1rem 2rem;font-size:.92em}
aside nav+nav{margin-top:1.2rem}
aside ul{display:grid;grid-template-columns:minmax(0,1fr);gap:1px}
aside a,.deployment{display:flex;gap:.5rem;align-items:center;width:100%;padding:.34rem .7rem;border:0;border-radius:7px;background:none;color:var(--soft);font:inherit;text-align:start;text-decoration:none;cursor:pointer}
aside a:hover,.deployment:hover,.deployment[aria-current=true]{background:light-dark(#e8ebf0,#1f252e);color:var(--text)}
.deployment[aria-current=true]{font-weight:600}
.deployment .level.level{padding:0;background:none}
.deployment .name{font-weight:inherit;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
main{grid-area:main;padding:.4rem 2rem 6rem;display:grid;grid-template-columns:minmax(0,1fr);gap:2.2rem;align-content:start}
.title{display:flex;gap:.7rem;align-items:baseline;margin-bottom:.7rem}
h1{font-size:1.6rem;line-height:1.25;letter-spacing:-.02em}
h1{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
h2{font-size:1.12rem;letter-spacing:-.01em}
h3{font-size:.92rem;margin:1.1rem 0 .5rem}
.number{color:var(--soft);font-size:.86rem;font-weight:400;font-variant-numeric:tabular-nums}
.lead{color:var(--soft);margin:-.4rem 0 .8rem;font-size:.92em;max-width:70ch}
.empty{padding:1.4rem;text-align:center;color:var(--soft);border:1px dashed var(--edge);border-radius:10px}
.quiet,.more{font:inherit;font-size:.9em;padding:.38rem .8rem;border:1px solid var(--edge);border-radius:8px;background:var(--face);color:var(--text);cursor:pointer}
.quiet:hover,.more:hover{border-color:var(--soft)}
.more{margin-top:.7rem;margin-inline-end:.6rem}
.headline{padding:1.5rem 1.7rem;background:var(--face);border:1px solid var(--edge);border-radius:14px 14px 0 0;border-inline-start:5px solid var(--clean)}
.headline.blocking{border-inline-start-color:var(--blocking)}
.headline.review{border-inline-start-color:var(--gained)}
.headline h1{margin:.55rem 0 .3rem}
.verdict-line{font-size:1.02rem;max-width:90ch}
.verdict-line,.about{max-height:9rem;overflow:auto}
.about{margin-top:.6rem;color:var(--soft);font-size:.86rem}
.level{display:inline-flex;gap:.45rem;align-items:center;padding:.16rem .7rem .16rem .3rem;border-radius:99px;font-size:.86rem;font-weight:600;background:var(--clean-back);color:var(--clean)}
.level .symbol{display:inline-grid;place-items:center;width:1.25rem;height:1.25rem;border-radius:50%;background:var(--clean);color:var(--face);font-size:.72rem;font-weight:700}
.level.blocking{background:var(--blocking-back);color:var(--blocking)}
.level.blocking .symbol{background:var(--blocking)}
.level.review{background:var(--gained-back);color:var(--gained)}
.level.review .symbol{background:var(--gained)}
.tiles{display:grid;grid-template-columns:repeat(5,minmax(0,1fr));gap:1px;background:var(--edge);border:1px solid var(--edge);border-top:0;border-radius:0 0 14px 14px;overflow:hidden}
.tile{padding:.75rem 1rem;background:var(--face);display:flex;flex-direction:column-reverse;justify-content:flex-end}
.tile dt{font-size:.8rem;color:var(--soft)}
.tile dd{font-size:1.45rem;line-height:1.3;font-weight:600;font-variant-numeric:tabular-nums;color:var(--kind)}
.tile.none dd{color:var(--soft);font-weight:400}
.tile .tag{margin-inline-start:.4rem;vertical-align:.25em}
.filters{position:sticky;top:0;z-index:5;display:flex;flex-wrap:wrap;gap:.6rem .7rem;align-items:center;margin:0 -2rem;padding:.8rem 2rem .6rem;background:var(--back);border-bottom:1px solid var(--edge)}
.filters .wide{flex:1 1 13rem}
.filters input[type=search],.filters select{font:inherit;font-size:.88rem;height:2.25rem;max-width:9rem;padding:0 .6rem;border:1px solid var(--edge);border-radius:8px;background:var(--face);color:var(--text)}
.filters input[type=search]{width:100%;max-width:none}
.switch{display:flex;height:2.25rem;padding:2px;border:1px solid var(--edge);border-radius:8px;background:var(--sunk)}
.switch label{position:relative;display:flex;align-items:center;padding:0 .75rem;border-radius:6px;font-size:.86rem;color:var(--soft);cursor:pointer}
.switch input{position:absolute;inset:0;margin:0;opacity:0;cursor:pointer}
.switch label:has(:checked){background:var(--face);color:var(--text);font-weight:600;box-shadow:0 0 0 1px var(--edge)}
.switch label:has(:focus-visible){outline:2px solid var(--link)}
.filters>.check{display:flex;align-items:center;gap:.45rem;height:2.25rem;font-size:.9rem;color:var(--text);cursor:pointer}
.check input{width:1rem;height:1rem;margin:0;accent-color:var(--link)}
.filters .quiet{height:2.25rem}
.quiet:disabled{opacity:.5;cursor:default}
#status{flex-basis:100%;font-size:.8rem;color:var(--soft)}
@media (max-width:64rem){
.page{grid-template:"top" auto "aside" auto "main" 1fr/minmax(0,1fr)}
.top{padding:.8rem 1rem}
aside{position:static;padding:0 1rem 1rem;max-height:none}
#deployments{max-height:9rem;overflow-y:auto}
aside nav+nav{margin-top:.6rem}
#contents ul{display:flex;flex-wrap:wrap}
#contents a{padding:.2rem .55rem;width:auto}
main{padding:.2rem 1rem 4rem;gap:1.8rem}
.headline{padding:1.1rem 1.2rem}
.filters{position:static;margin:0 -1rem;padding:.8rem 1rem}
html{scroll-padding-top:1rem}
}
@media (max-width:40rem){.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{.filters,aside,#theme,.more{display:none}.page{display:block}}
`;

/** The stylesheet of the page, both themes in one: the browser's, unless the page's own button says otherwise. */
export const STYLE = PALETTE + PAGE + COMPONENTS;
