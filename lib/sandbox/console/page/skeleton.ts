/** What of the page is the same for every deployment; the script fills it. */
export const SKELETON = `<a class="skip" href="#main">Skip to the console</a>
<header class="top">
<p class="brand"><svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true"><path d="M11 1.5 19 4.6v5.6c0 5-3.3 8.7-8 10.3-4.7-1.6-8-5.3-8-10.3V4.6z"/><path class="tick" d="m7 11 3 3 5.4-6"/></svg>Sandbox</p>
<nav aria-label="Parts of the console"><a href="#organisation">Organisation</a><a href="#token">Token</a><a href="#call">Call</a><a href="#log">Log</a><a href="#metrics">Metrics</a><a href="#controls">Controls</a></nav>
<button type="button" id="theme" class="quiet">Theme: system</button>
</header>
<main id="main" tabindex="-1">
<noscript><p class="notice fail">The console needs its script.</p></noscript>
<section id="locked" class="card" hidden aria-labelledby="locked-title">
<h1 id="locked-title">The secret of this run is needed</h1>
<p class="lead">Open the address that the sandbox has printed. Its part behind # is the secret.</p>
<form id="unlock" class="fields"><label class="wide">Secret<input id="secret" type="password" autocomplete="off" required></label><button class="do">Open</button></form>
</section>
<div id="open" hidden>
<section class="headline" aria-label="What runs here"><h1 id="deployment"></h1><p id="about"></p><p class="lead">Embedded gateway, not Kong. Embedded Entra, not Entra. Nothing here leaves this machine.</p></section>
<p id="said" class="said" role="status"></p>
<section id="organisation" class="card" aria-labelledby="organisation-title"><div class="bar"><h2 id="organisation-title">Organisation</h2><label class="search"><span class="unseen">Filter</span><input type="search" id="filter" placeholder="Client, role, API, path" autocomplete="off" spellcheck="false"></label></div>
<p class="lead">Who holds what, and which routes ask for it. Choose a caller to get a token, a route to call it.</p>
<div id="graph"></div><div id="detail" aria-live="polite"></div></section>
<div class="two">
<section id="token" class="card" aria-labelledby="token-title"><h2 id="token-title">Token</h2><form id="token-form" class="fields"></form><div id="token-result" aria-live="polite"></div></section>
<section id="call" class="card" aria-labelledby="call-title"><h2 id="call-title">Call</h2><form id="call-form" class="fields"></form><div id="call-result" aria-live="polite"></div></section>
</div>
<section id="log" class="card" aria-labelledby="log-title"><div class="bar"><h2 id="log-title">Log</h2><label class="check"><input type="checkbox" id="denied">Denied only</label></div><p class="lead">Every call, newest first. What the real log of a gateway would hold stands apart from what only this console knows.</p><div id="log-rows"></div></section>
<section id="metrics" class="card" aria-labelledby="metrics-title"><div class="bar"><h2 id="metrics-title">Metrics</h2><button type="button" id="metrics-refresh" class="quiet">Read again</button></div><div id="metrics-rows"></div></section>
<section id="controls" class="card" aria-labelledby="controls-title"><h2 id="controls-title">Controls</h2><div id="controls-rows"></div></section>
</div>
</main>`;
