// Bundles the example into a folder that any web server can serve:
//
//   npm run build && node examples/browser/build.mjs dist-browser      writes the folder
//   npm run build && node examples/browser/build.mjs --serve           serves it on http://localhost:8000
//
// What a bundler has to know about shiftcast: the worker is an entry of its own, `node:` modules are external (the solver imports them in
// Node only), and highs.wasm lies beside the bundle.
import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, context } from 'esbuild';

const here = fileURLToPath(new URL('./', import.meta.url));

/** Writes page, bundle and solver into `folder`. `alias` maps package names to other sources. */
export async function buildPage(folder, alias = {}) {
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [join(here, 'main.ts'), join(here, 'worker.ts')],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    external: ['node:*'],
    alias,
    logLevel: 'warning',
  });
  await cp(join(here, 'index.html'), join(folder, 'index.html'));
  await cp(createRequire(import.meta.url).resolve('highs/runtime'), join(folder, 'highs.wasm'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const serve = process.argv[2] === '--serve';
  const folder = serve ? await mkdtemp(join(tmpdir(), 'shiftcast-')) : (process.argv[2] ?? 'dist-browser');
  await buildPage(folder);
  if (serve) {
    const { port } = await (await context({})).serve({ servedir: folder, port: 8000 });
    console.log(`http://localhost:${port}`);
  } else console.log(folder);
}
