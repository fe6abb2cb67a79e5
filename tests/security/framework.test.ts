// SvelteKit makes static files here: what of it runs on a server, and had its holes, is not in use.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** +page.server, hooks.server, *.remote and the like. */
const RUNS_ON_A_SERVER = /\.(server|remote)\.(ts|js)$/;

describe('SvelteKit', () => {
  it('answers nothing by itself: its endpoints are files, made once at the build', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
    const endpoints = files.filter((file) => /\+server\.(ts|js)$/.test(file));
    expect(endpoints.length).toBeGreaterThan(0);
    for (const file of endpoints)
      expect(readFileSync(join(root, 'src', file), 'utf8'), file).toContain('export const prerender = true');
    expect(files.filter((file) => RUNS_ON_A_SERVER.test(file))).toEqual([]);
    const config = readFileSync(join(root, 'svelte.config.js'), 'utf8');
    expect(config).toContain('@sveltejs/adapter-static');
    expect(config).not.toContain('experimental');
  });
});
