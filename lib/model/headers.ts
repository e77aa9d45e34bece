/**
 * Headers whose meaning belongs to HTTP, a proxy, the gateway or a framework behind it. What is written into one for another
 * reason, or believed of one, is another address, method, person or answer to somebody. `*` stands for any rest of a name.
 *
 * @see https://www.iana.org/assignments/http-fields for those of HTTP
 */
const TAKEN = [
  // Connections and proxies.
  'host connection close keep-alive te trailer transfer-encoding upgrade upgrade-insecure-requests expect http2-settings',
  'max-forwards via forwarded date early-data alt-* priority refresh',
  // Content and caches.
  'accept accept-* content-* range if if-* im a-im etag last-modified age allow expires pragma warning vary cache-* cdn-*',
  'surrogate-* retry-after link location server delta-base digest want-* repr-digest mime-version',
  // Browsers.
  'origin origin-* referer referrer-policy user-agent from access-control-* sec-* cross-origin-* cookie* set-cookie* dnt',
  'clear-site-data strict-transport-security permissions-policy feature-policy report-to reporting-endpoints nel',
  'service-worker* timing-allow-origin server-timing save-data device-memory dpr viewport-width width downlink ect rtt',
  'last-event-id ping-* sourcemap x-sourcemap public-key-pins* expect-ct x-requested-with x-frame-options x-content-*',
  'x-xss-protection x-dns-prefetch-control x-download-options x-permitted-* x-robots-tag x-ua-compatible',
  // Signing in, and other extensions of HTTP.
  'authorization authentication-* www-authenticate optional-www-authenticate signature signature-* dpop dpop-* client-cert*',
  'depth destination overwrite lock-token timeout dav slug prefer preference-applied soapaction idempotency-key',
  // Another method, host, path or file than the gateway has checked; CGI turns "Proxy" into HTTP_PROXY.
  'proxy proxy-* x-proxy* x-http-method* x-method* x-original-* x-rewrite-* x-forwarded* x-host x-url x-uri x-path',
  'x-accel-* x-sendfile* x-lighttpd-* x-script-name x-invoke-* x-matched-path x-middleware-* x-nextjs-* x-now-* x-debug*',
  'front-end-https',
  // Another address or person than the caller's.
  'x-real-ip x-client-ip x-cluster-client-ip x-remote-* remote-* x-originating-ip x-true-client-ip true-client-ip ssl-*',
  'x-ssl-* x-client-cert* x-client-verify x-auth-request-* x-authenticated-* x-userinfo x-id-token id-token x-webauth-*',
  'x-ms-* x-goog-* x-amz* x-azure-* x-arr-* x-appengine-* x-envoy-* x-spiffe-* x-vercel-* x-nf-* fastly-* x-fastly-* cf-*',
  'fly-* akamai-* ocp-apim-*',
  // The gateway itself and its plugins.
  'x-consumer-* x-credential-* x-anonymous-* x-kong-* kong-admin-* kong-debug x-ratelimit-* ratelimit* access-token',
  'x-access-token authcode oidcsession*',
  // Tracing, and frameworks that answer differently.
  'traceparent tracestate baggage b3 x-b3-* uber-trace-id uberctx-* x-datadog-* x-cloud-trace-context sentry-trace newrelic',
  'grpc-* grpcgateway-* hx-* turbo-frame',
].join(' ');

const RESERVED = new RegExp(`^(?:${TAKEN.replaceAll(' ', '|').replaceAll('*', '.*')})$`, 'i');

// What a header that holds a key to something is called, by its last words.
const SECRET = new RegExp(
  '(?:^|-)(?:authorization|cookies?2?|token|secret|passw(?:or)?d|passphrase|credentials?|jwt|assertion|session(?:-?id)?' +
    '|api-?key|(?:access|app|auth|client|functions|master|private|shared|subscription)-?key)$',
  'i',
);

/** Whether a header's meaning is somebody else's, so that neither definition nor environment may give it one. */
export function isReservedHeader(name: string): boolean {
  return RESERVED.test(name) || SECRET.test(name);
}

/** Whether a header carries what only its owner may know, so that no value of it may stand in a definition. */
export function isSecretHeader(name: string): boolean {
  return SECRET.test(name);
}
