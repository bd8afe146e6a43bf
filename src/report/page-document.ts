import { html, jsonMarkup, type Markup } from './html.js';
import type { Page } from './page.js';

/** A whole HTML page around a body: style and script inline, allowed by their hashes and nothing else. */
export async function pageDocument(page: Page, title: string, version: string, body: Markup): Promise<string> {
  const { clientScript, clientScriptHash, reportStyle, reportStyleHash } = await import('./client-script.generated.js');
  const policy = `default-src 'none'; style-src '${reportStyleHash}'; script-src '${clientScriptHash}'; base-uri 'none'; form-action 'none'`;
  const style: Markup = { markup: reportStyle };
  const script: Markup = { markup: clientScript };
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ markup: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="shiftcast ${version}">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${body}
<script type="application/json" id="tips">${jsonMarkup(page.tips)}</script>
<script>${script}</script>
</body>
</html>
`.markup;
}
