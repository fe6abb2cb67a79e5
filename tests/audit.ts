// npm run audit: asks the registry about known vulnerabilities of what runs. Exits with 1 where there are some, and with 3
// where it could not be asked, which is said and is no good news.
import { spawnSync } from 'node:child_process';

interface Report {
  metadata?: { vulnerabilities: Record<string, number> };
  error?: { summary?: string };
  message?: string;
}

const { stdout, stderr, error } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
const report = parse(stdout);
const found = report?.metadata?.vulnerabilities;
if (!found) {
  const why =
    report?.error?.summary || report?.message || error?.message || stderr.trim().split('\n')[0] || 'no answer';
  console.log(`npm audit: NOT ASKED (${why}). Nothing is known of vulnerabilities of the packages that run.`);
  process.exit(3);
}
console.log(`npm audit: ${found.total} known vulnerabilities of the packages that run.`);
if (found.total > 0) console.log(stdout);
process.exit(found.total > 0 ? 1 : 0);

function parse(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}
