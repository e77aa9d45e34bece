/** What of the page is always there; the script fills it. */
export const SKELETON = `<a class="skip" href="#main">Skip to the console</a>
<div class="page">
<header class="top">
<p class="brand"><svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true"><path d="M11 1.5 19 4.6v5.6c0 5-3.3 8.7-8 10.3-4.7-1.6-8-5.3-8-10.3V4.6z"/><path class="tick" d="m6.4 8 3.2 2.9-3.2 2.9m5.4.1h4"/></svg>Sandbox console</p>
<p class="honest"><span>Embedded gateway, not Kong</span><span>Embedded Entra, not Entra</span></p>
<button type="button" id="theme" class="quiet">Theme: system</button>
</header>
<aside>
<nav aria-label="Parts of the console"><ul>
<li><a href="#organisation">Organisation</a></li>
<li><a href="#token">Token</a></li>
<li><a href="#call">Call</a></li>
<li><a href="#log">Log</a></li>
<li><a href="#metrics">Metrics</a></li>
<li><a href="#controls">Controls</a></li>
</ul></nav>
<dl id="places" class="places"></dl>
</aside>
<main id="main" tabindex="-1">
<noscript><p class="notice blocking">The console needs its script, which is part of this page.</p></noscript>
<section id="lock" class="card" aria-labelledby="lock-title" hidden>
<h1 id="lock-title">This page does not know the secret of this run</h1>
<p class="lead">Open the address that <code>kong-entra sandbox</code> printed, whole, or paste it here. The secret stays in this page and goes to nobody but this server.</p>
<form id="unlock"><label class="field">Address or secret<input id="secret" type="password" autocomplete="off" spellcheck="false"></label><button class="main-button">Unlock</button></form>
<p id="lock-said" role="alert"></p>
</section>
<div id="open" hidden>
<section id="organisation" aria-label="Organisation">
<div id="headline"></div>
<div class="filters" role="search" aria-label="Filter the organisation"><label class="wide"><span class="unseen">Filter</span><input type="search" id="filter" placeholder="Client, group, API, role, route" autocomplete="off" spellcheck="false" aria-keyshortcuts="/"></label><p id="filter-said" role="status"></p></div>
<div id="graph"></div>
<div id="inspector" class="card"></div>
<p id="inspector-said" class="said" role="status"></p>
</section>
<div class="pair">
<section id="token" class="card" aria-labelledby="token-title">
<h2 id="token-title">Get a token</h2>
<form id="token-form">
<label class="field">Client<select id="token-client"></select></label>
<fieldset class="switch"><legend>For whom</legend>
<label><input type="radio" name="for" value="itself" checked>The client itself</label>
<label><input type="radio" name="for" value="person">A person</label></fieldset>
<div id="person" class="person" hidden>
<label class="field">Name of the person <span class="hint">somebody, where it is empty</span><input id="person-name" list="people" autocomplete="off" spellcheck="false"><datalist id="people"></datalist></label>
<fieldset class="groups"><legend>Is in these groups, and in no other</legend><div id="groups"></div></fieldset>
</div>
<div class="fields">
<label class="field">API<select id="token-api"></select></label>
<label class="field">Clock of Entra ahead by <span class="hint">seconds, for this token</span><input id="skew" type="number" value="0" step="1" min="-86400" max="86400"></label>
</div>
<button class="main-button">Get a token</button>
</form>
<div id="token-said" class="said"></div>
</section>
<section id="call" class="card" aria-labelledby="call-title">
<h2 id="call-title">Call the gateway</h2>
<form id="call-form">
<label class="field">Route <span class="hint">fills in what follows</span><select id="door"></select></label>
<div class="fields line">
<label class="field short">Method<input id="method" autocomplete="off" spellcheck="false" value="GET"></label>
<label class="field short">Scheme<select id="scheme"><option>https</option><option>http</option></select></label>
<label class="field">Host<input id="host" autocomplete="off" spellcheck="false"></label>
</div>
<label class="field">Path and query<input id="path" autocomplete="off" spellcheck="false" value="/"></label>
<div class="fields">
<label class="field">Token<select id="call-token"><option value="">No token</option></select></label>
<label class="field">Altered before it is sent<select id="tamper"><option value="">Not at all</option><option value="claims">Claims: other roles</option><option value="signature">Signature: one letter</option><option value="algorithm">Algorithm: none</option><option value="key">Key: an unknown one</option></select></label>
</div>
<details class="more-fields"><summary>Headers, body, address</summary>
<label class="field">Further headers <span class="hint">one a line, as Name: value</span><textarea id="headers" rows="2" spellcheck="false"></textarea></label>
<label class="field">Body<textarea id="body" rows="2" spellcheck="false"></textarea></label>
<label class="field">From the address<input id="from" autocomplete="off" spellcheck="false" value="127.0.0.1"></label>
</details>
<button class="main-button">Call</button>
</form>
<div id="call-said" class="said"></div>
</section>
</div>
<section id="steps" aria-label="The five steps of the call" tabindex="-1" hidden></section>
<section id="log" aria-labelledby="log-title">
<header class="title"><h2 id="log-title">Log</h2><span class="number" id="log-said" role="status"></span><button type="button" id="pause" class="quiet" aria-pressed="false">Pause</button></header>
<p class="lead">Calls since the console started, the newest in front, whoever made them. Times are UTC.</p>
<ul id="calls" class="rows"></ul>
<p id="log-empty" class="empty">No call yet.</p>
<p id="log-cut" class="lead" hidden></p>
</section>
<section id="metrics" aria-labelledby="metrics-title">
<header class="title"><h2 id="metrics-title">Metrics</h2></header>
<p class="lead">What the plugin <code>prometheus</code> of the gateway counts, by route and status.</p>
<div id="counts"></div>
<details class="raw"><summary>As Prometheus reads it</summary><pre id="raw" tabindex="0"></pre></details>
</section>
<section id="controls" aria-labelledby="controls-title">
<header class="title"><h2 id="controls-title">Controls</h2></header>
<p class="lead">Each changes the directory, the keys or the clocks of this sandbox, and nothing outside it.</p>
<div class="cards" id="cards"></div>
</section>
</div>
</main>
</div>
<p id="announced" class="unseen" role="status"></p>
<div id="trouble" class="trouble" role="alert" hidden></div>`;
