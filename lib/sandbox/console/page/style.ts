import { PALETTE } from '../../../page';
import { COMPONENTS } from './style-components';

const PAGE = `
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
html{scroll-padding-top:1.2rem}
body{margin:0;background:var(--back);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
h1,h2,h3,h4,p,ul,ol,dl,dd,fieldset,pre{margin:0;padding:0;border:0}
ul,ol{list-style:none}
bdi,code{overflow-wrap:anywhere}
code{font:.86em/1.5 var(--mono)}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
main:focus,#steps:focus{outline:none}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;z-index:9;padding:.5rem 1rem;background:var(--face);border-radius:0 0 8px 8px}
.skip:focus{top:0}
.page{display:grid;grid-template:"top top" auto "aside main" 1fr/13.5rem minmax(0,1fr);max-width:104rem;margin:auto}
.top{grid-area:top;display:flex;flex-wrap:wrap;gap:.5rem 1.4rem;align-items:center;padding:.9rem 2rem}
.brand{display:flex;gap:.6rem;align-items:center;font-weight:600;letter-spacing:-.01em}
.brand path{fill:var(--link)}
.brand .tick{fill:none;stroke:var(--face);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.honest{display:flex;flex-wrap:wrap;gap:.4rem;flex:1;font-size:.82rem;font-weight:600}
.honest span{padding:.12rem .65rem;border-radius:99px;background:var(--unknown-back);color:var(--unknown)}
aside{grid-area:aside;position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding:1rem 0 1rem 2rem;font-size:.92em}
aside ul{display:grid;gap:1px}
aside a{display:block;padding:.34rem .7rem;border-radius:7px;color:var(--soft);text-decoration:none}
aside a:hover{background:light-dark(#e8ebf0,#1f252e);color:var(--text)}
.places{margin-top:1.4rem;padding:0 .7rem;font-size:.82rem}
.places dt{color:var(--soft)}
.places dd{margin-bottom:.5rem}
main{grid-area:main;padding:.4rem 2rem 6rem;min-width:0}
#open{display:grid;grid-template-columns:minmax(0,1fr);gap:2.2rem}
.title{display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:center;margin-bottom:.6rem}
.title .quiet{margin-inline-start:auto}
h1{font-size:1.6rem;line-height:1.25;letter-spacing:-.02em}
h2{font-size:1.12rem;letter-spacing:-.01em}
h3{font-size:.92rem}
h4{font-size:.84rem;margin:.9rem 0 .4rem;color:var(--soft);font-weight:600}
.number{color:var(--soft);font-size:.86rem;font-weight:400;font-variant-numeric:tabular-nums}
.lead{color:var(--soft);margin:0 0 .8rem;font-size:.92em;max-width:75ch}
.hint{color:var(--soft);font-size:.86rem;font-weight:400}
.empty{padding:1.4rem;text-align:center;color:var(--soft);border:1px dashed var(--edge);border-radius:10px}
.headline{padding:1.3rem 1.6rem;background:var(--face);border:1px solid var(--edge);border-radius:14px 14px 0 0;border-inline-start:5px solid var(--link)}
.headline h1{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.about{margin-top:.35rem;color:var(--soft);font-size:.86rem}
.tiles{display:grid;grid-template-columns:repeat(6,minmax(0,1fr));gap:1px;background:var(--edge);border:1px solid var(--edge);border-top:0;border-radius:0 0 14px 14px;overflow:hidden}
.tile{padding:.65rem 1rem;background:var(--face);display:flex;flex-direction:column-reverse;justify-content:flex-end}
.tile dt{font-size:.8rem;color:var(--soft)}
.tile dd{font-size:1.35rem;line-height:1.3;font-weight:600;font-variant-numeric:tabular-nums}
.filters{display:flex;flex-wrap:wrap;gap:.4rem .9rem;align-items:center;margin:1.4rem 0 .6rem}
.filters .wide{flex:0 1 26rem}
#filter-said{font-size:.82rem;color:var(--soft)}
input,select,textarea{font:inherit;font-size:.92rem;width:100%;min-height:2.3rem;padding:.3rem .65rem;border:1px solid light-dark(#8b95a3,#667180);border-radius:8px;background:var(--face);color:var(--text)}
textarea{font:.84rem/1.5 var(--mono);resize:vertical;overflow-wrap:anywhere}
input[type=checkbox],input[type=radio]{width:1rem;min-height:0;height:1rem;margin:0;accent-color:var(--link)}
.card{padding:1.2rem 1.4rem 1.3rem;background:var(--face);border:1px solid var(--edge);border-radius:14px;min-width:0}
.card form,.person{display:grid;grid-template-columns:minmax(0,1fr);gap:.85rem;margin-top:.9rem}
.field{display:block;font-size:.84rem;font-weight:500;min-width:0}
.field input,.field select,.field textarea{display:block;margin-top:.25rem;font-weight:400}
.fields{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.85rem;align-items:end}
.fields.line{grid-template-columns:6.2rem 6.2rem minmax(0,1fr)}
.beside{display:grid;grid-template-columns:minmax(0,1fr) 7.5rem;gap:.6rem;align-items:end}
.check{display:flex;gap:.5rem;align-items:center;font-size:.9rem;cursor:pointer}
.groups legend,.switch legend{font-size:.84rem;font-weight:500;padding:0;margin-bottom:.25rem}
#groups{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.3rem .9rem;max-height:9rem;overflow:auto;padding:.1rem}
.person{margin-top:0;padding:.8rem .9rem;background:var(--sunk);border-radius:10px}
.switch{display:flex;flex-wrap:wrap}
.switch label{position:relative;display:inline-flex;align-items:center;height:2.3rem;padding:0 .9rem;border:1px solid light-dark(#8b95a3,#667180);background:var(--sunk);font-size:.9rem;color:var(--soft);cursor:pointer}
.switch label:first-of-type{border-radius:8px 0 0 8px}
.switch label:last-of-type{border-radius:0 8px 8px 0;border-inline-start:0}
.switch input{position:absolute;inset:0;width:auto;height:auto;opacity:0;cursor:pointer}
.switch label:has(:checked){background:var(--face);color:var(--text);font-weight:600;box-shadow:inset 0 -2px var(--link)}
.switch label:has(:focus-visible){outline:2px solid var(--link);outline-offset:2px}
button{font:inherit;cursor:pointer;color:inherit}
.quiet{font-size:.9em;padding:.38rem .8rem;border:1px solid light-dark(#8b95a3,#667180);border-radius:8px;background:var(--face);color:var(--text)}
.quiet:hover{background:var(--sunk)}
.quiet.small{flex:none;font-size:.8rem;padding:.1rem .6rem;border-radius:6px}
.main-button{justify-self:start;min-height:2.4rem;padding:.4rem 1.3rem;border:0;border-radius:8px;background:var(--link);color:light-dark(#fff,#101318);font-weight:600}
.main-button:hover{background:color-mix(in srgb,var(--link) 86%,var(--text))}
button[aria-disabled=true]{opacity:.55;cursor:progress}
.pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1.2rem;align-items:start}
.more-fields>summary,.raw>summary{cursor:pointer;color:var(--soft);font-size:.88rem;width:fit-content}
.more-fields[open]>summary,.raw[open]>summary{margin-bottom:.6rem}
.more-fields .field+.field{margin-top:.7rem}
.raw{margin-top:.8rem}
.raw .scroll{margin-bottom:.6rem}
.said:not(:empty){margin-top:1rem}
.said h3{margin:1rem 0 .4rem}
.said p+div textarea{margin-top:.4rem}
.cards{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1.2rem;align-items:stretch}
.cards .card{display:flex;flex-direction:column;gap:.7rem}
.cards .whole{grid-column:1/-1}
.cards .said:not(:empty){margin-top:0;padding:.5rem .8rem;background:var(--sunk);border-radius:8px;font-size:.9rem}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem}
.trouble{position:fixed;inset:auto 1rem 1rem;z-index:8;max-width:44rem;margin:auto;padding:.8rem 1.2rem;border-radius:10px;background:var(--blocking-back);color:var(--blocking);border:1px solid var(--blocking);font-weight:500}
#lock{max-width:44rem;margin:3rem auto}
#lock h1{font-size:1.25rem;margin-bottom:.5rem}
#lock-said{margin-top:.8rem;color:var(--blocking)}
@media (max-width:64rem){
.page{grid-template:"top" auto "aside" auto "main" 1fr/minmax(0,1fr)}
.top{padding:.8rem 1rem}
aside{position:static;padding:0 1rem .6rem;max-height:none}
aside ul{display:flex;flex-wrap:wrap}
aside a{padding:.2rem .55rem}
.places{display:none}
main{padding:.2rem 1rem 4rem}
.pair,.cards{grid-template-columns:minmax(0,1fr)}
.tiles{grid-template-columns:repeat(3,minmax(0,1fr))}
}
@media (max-width:40rem){
.honest{order:3;flex-basis:100%}
.top .quiet{margin-inline-start:auto}
.fields,.fields.line{grid-template-columns:minmax(0,1fr)}
.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}
.card{padding:1rem}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}.link,.node{transition:opacity .12s}}
`;

/** The stylesheet of the page, both themes in one: the browser's, unless the page's own button says otherwise. */
export const STYLE = PALETTE + PAGE + COMPONENTS;
