import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PATHS = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is, or null: then these tests are skipped, and say so. */
export const chromiumPath: string | null = PATHS.find((path) => path !== undefined && existsSync(path)) ?? null;

/** What a group of browser tests is called, so that a skipped one tells what it waits for. */
export function needsChromium(title: string): string {
  return chromiumPath === null ? `${title} (skipped: no Chromium; set CHROMIUM_PATH)` : title;
}

/** Starts the browser without any traffic of its own. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath === null ? {} : { executablePath: chromiumPath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** What a page said and asked for while it was open. */
export type Witness = { readonly complaints: string[]; readonly requests: string[] };

/** Notes every error, dialog and request of a page. */
export function watch(page: Page): Witness {
  const witness: Witness = { complaints: [], requests: [] };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') witness.complaints.push(message.text());
  });
  page.on('pageerror', (error) => witness.complaints.push(error.message));
  page.on('dialog', (dialog) => {
    witness.complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => witness.requests.push(request.url()));
  return witness;
}
