import { createHash } from 'node:crypto';
import { HEADERS, type ConsoleAnswer } from '../answers';
import { SCRIPT } from './script';
import { SKELETON } from './skeleton';
import { STYLE } from './style';

/**
 * The page of the console. Nothing in it is secret or of the deployment: its script asks for everything with the secret that stands behind
 * `#` in the address. The policy lets nothing run but that script, lets it ask this console alone, and puts the page into no frame.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export function consolePage(): ConsoleAnswer {
  const policy = [
    "default-src 'none'",
    `script-src '${hash(SCRIPT)}'`,
    `style-src '${hash(STYLE)}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return {
    status: 200,
    headers: { ...HEADERS, 'content-security-policy': policy, 'content-type': 'text/html; charset=utf-8' },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>kong-entra sandbox</title>
<style>${STYLE}</style>
</head>
<body>
${SKELETON}
<script>${SCRIPT}</script>
</body>
</html>
`,
  };
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
