import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { chunkNames } from './vite/chunks.ts';
import { messages } from './vite/messages.ts';
import { oldEngines, SYNTAX, TARGET } from './vite/old-engines.ts';

const server = process.env.TABLO_SERVER ?? 'http://127.0.0.1:4780';

export default defineConfig({
  plugins: [messages(), sveltekit(), oldEngines()],
  build: {
    target: SYNTAX,
    cssTarget: TARGET,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: chunkNames() }] } } },
  },
  server: { proxy: { '/api': server, '/live': { target: server, ws: true } } },
});
