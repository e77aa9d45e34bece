/** What of the page is the same for every report; the script fills it. */
export const SKELETON = `<a class="skip" href="#main">Skip to the review</a>
<div class="page" id="page" hidden>
<header class="top">
<p class="brand"><svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true"><path d="M11 1.5 19 4.6v5.6c0 5-3.3 8.7-8 10.3-4.7-1.6-8-5.3-8-10.3V4.6z"/><path class="tick" d="m7 11 3 3 5.4-6"/></svg>Access review</p>
<button type="button" id="theme" class="quiet">Theme: system</button>
</header>
<aside>
<nav id="deployments" aria-label="Deployments"></nav>
<nav id="contents" aria-label="Parts of the review"></nav>
</aside>
<main id="main" tabindex="-1">
<section id="verdict" aria-label="Verdict"></section>
<div class="filters" role="search" aria-label="Filter the review">
<label class="wide"><span class="unseen">Search</span><input type="search" id="search" placeholder="Caller, route, API, group" autocomplete="off" spellcheck="false" aria-keyshortcuts="/"></label>
<label><span class="unseen">Direction</span><select id="direction"><option value="">Any direction</option><option value="gained">Gained</option><option value="lost">Lost</option><option value="unknown">Unknown</option></select></label>
<label><span class="unseen">API</span><select id="api"></select></label>
<label><span class="unseen">Caller</span><select id="caller"></select></label>
<fieldset class="switch"><legend class="unseen">View</legend>
<label><input type="radio" name="view" value="before">Before</label>
<label><input type="radio" name="view" value="changes" checked>Changes</label>
<label><input type="radio" name="view" value="after">After</label></fieldset>
<label class="check"><input type="checkbox" id="changed" checked>Changed only</label>
<button type="button" id="clear" class="quiet">Clear</button>
<p id="status" role="status"></p>
</div>
<section id="settings" aria-labelledby="settings-title"></section>
<section id="trust" aria-labelledby="trust-title"></section>
<section id="access" aria-labelledby="access-title"></section>
<section id="graph" aria-labelledby="graph-title"></section>
<section id="matrix" aria-labelledby="matrix-title"></section>
<section id="changes" aria-labelledby="changes-title"></section>
<section id="unexplained" aria-labelledby="unexplained-title"></section>
<section id="lint" aria-labelledby="lint-title"></section>
<section id="resources" aria-labelledby="resources-title"></section>
<section id="inputs" aria-labelledby="inputs-title"></section>
</main>
</div>`;
