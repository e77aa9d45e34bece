import { sourceHash } from '../../../page';
import { visible } from '../../../access';
import { type ReviewReport } from '../../report';
import { shortened } from '../wording';
import { pageData } from './data';
import { SCRIPT } from './script';
import { SKELETON } from './skeleton';
import { STYLE } from './style';

const TITLE_LENGTH = 120;

/**
 * A report as one page that needs nothing else: it opens from a file, loads nothing, and its policy lets nothing run but its own script.
 * All that a definition says is data in it, which the script shows as text. Without a script the page shows the verdicts.
 *
 * @see https://www.w3.org/TR/CSP3/ script-src, style-src; a data block is not run, so no hash is needed for it
 */
export function reviewHtml(report: ReviewReport): string {
  const names = report.deployments.map(({ name }) => name).join(', ');
  const policy = [
    "default-src 'none'",
    `script-src '${sourceHash(SCRIPT)}'`,
    `style-src '${sourceHash(STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(shortened(`Access review: ${names}`, TITLE_LENGTH))}</title>
<style>${STYLE}</style>
</head>
<body>
<noscript><ul>
${report.deployments.map(({ name, verdict }) => `<li><bdi>${escapeHtml(name)}</bdi>: ${verdict.level}. <bdi>${escapeHtml(verdict.line)}</bdi></li>`).join('\n')}
</ul></noscript>
${SKELETON}
<script type="application/json" id="report">${pageData(report)}</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
