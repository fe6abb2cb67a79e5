#!/usr/bin/env bash
# A clean clone on a machine with only an old Node: npm ci, npm start, the page and /readyz answer, SIGTERM ends it.
set -euo pipefail

from=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
npm=''
end() {
  if [ -n "$npm" ]; then kill -9 -- "-$npm" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap end EXIT
fail() {
  echo "fresh clone: $1" >&2
  if [ -f "$work/output" ]; then tail -n 40 "$work/output" >&2; fi
  exit 1
}

git clone --quiet "$from" "$work/tablo"
cd "$work/tablo"
npm ci --no-progress >"$work/output" 2>&1 || npm ci --no-progress >"$work/output" 2>&1 || fail 'npm ci failed.'

port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
PORT=$port TABLO_DATA="$work/data" setsid npm start >"$work/output" 2>&1 &
npm=$!
probe() { node -e 'fetch(process.argv[1]).then(async (r) => { const text = await r.text(); process.exit(r.status === 200 && text.includes(process.argv[2]) ? 0 : 1); }, () => process.exit(1))' "http://127.0.0.1:$port$1" "$2"; }
for _ in $(seq 120); do
  if probe /readyz '"ready":true'; then ready=yes && break; fi
  kill -0 "$npm" 2>/dev/null || fail 'npm start ended by itself.'
  sleep 1
done
[ "${ready:-}" = yes ] || fail '/readyz did not answer 200 within two minutes.'
probe / '<!doctype html>' || fail 'the page at / did not come.'

server=$(node -e 'const fs = require("fs"); for (const p of fs.readdirSync("/proc").filter(Number)) try { if (fs.readFileSync(`/proc/${p}/cmdline`, "utf8").split("\0")[1] === "server/main.ts" && fs.readlinkSync(`/proc/${p}/cwd`) === process.cwd()) console.log(p); } catch {}')
[ -n "$server" ] || fail 'the server process was not found.'
kill -TERM "$server"
for _ in $(seq 100); do
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
if kill -0 "$server" 2>/dev/null; then fail 'the server did not end within 10 s of SIGTERM.'; fi
wait "$npm" || fail "npm start ended with code $? after SIGTERM."
echo "fresh clone: started with Node $(node -v) on the machine, answered, and ended by itself."
