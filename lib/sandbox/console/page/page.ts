import { sourceHash } from '../../../page';
import { HEADERS, type ConsoleAnswer } from '../answers';
import { SCRIPT } from './script';
import { SKELETON } from './skeleton';
import { STYLE } from './style';

/** The mark of the tab, in the page itself: nothing is asked for it. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 22 22'%3E%3Cpath fill='%232457c5' d='M11 1.5 19 4.6v5.6c0 5-3.3 8.7-8 10.3-4.7-1.6-8-5.3-8-10.3V4.6z'/%3E%3Cpath fill='none' stroke='%23fff' stroke-width='2' d='m6 8 3.4 3L6 14m5.6 0H16'/%3E%3C/svg%3E";

/**
 * The page of the console, the same for every run: it holds nothing of the sandbox and no secret. Its policy lets nothing run but its own
 * script, which may ask this server alone, and lets no text become markup.
 *
 * @see https://www.w3.org/TR/CSP3/ script-src, frame-ancestors; https://www.w3.org/TR/trusted-types/ require-trusted-types-for
 */
export function consolePage(): ConsoleAnswer {
  const policy = [
    "default-src 'none'",
    `script-src '${sourceHash(SCRIPT)}'`,
    `style-src '${sourceHash(STYLE)}'`,
    "connect-src 'self'",
    'img-src data:',
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox console</title>
<link rel="icon" href="${ICON}">
<style>${STYLE}</style>
</head>
<body>
${SKELETON}
<script>${SCRIPT}</script>
</body>
</html>
`;
  return { status: 200, headers: { ...HEADERS, 'content-security-policy': policy, 'content-type': 'text/html; charset=utf-8' }, body };
}
