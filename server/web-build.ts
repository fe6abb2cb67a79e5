// Which build of the web app is served.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** SvelteKit's version of the build, the same that its pages know as theirs. */
export function webBuild(web: string): string {
  try {
    return (JSON.parse(readFileSync(join(web, '_app/version.json'), 'utf8')) as { version: string }).version;
  } catch {
    return 'none';
  }
}
