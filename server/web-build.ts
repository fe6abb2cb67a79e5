// Which build of the web app is served.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** There are no pages to serve: its message is all that there is to say. */
export class NotBuilt extends Error {}

/** @throws NotBuilt */
export function mustBeBuilt(web: string): void {
  if (existsSync(join(web, 'index.html'))) return;
  throw new NotBuilt(
    `The web app is not built: there is none in ${web}. Run "npm run build"; "npm start" does it by itself.`,
  );
}

/** SvelteKit's version of the build, the same that its pages know as theirs. */
export function webBuild(web: string): string {
  try {
    return (JSON.parse(readFileSync(join(web, '_app/version.json'), 'utf8')) as { version: string }).version;
  } catch {
    return 'none';
  }
}
