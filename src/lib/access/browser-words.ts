// What a browser calls itself, in as many words as people tell theirs apart by: "Chrome 150, Windows".

/** The first that fits: most call themselves by the names of others, too. */
const BROWSERS = [
  ...[/\b(Edg)(?:A|iOS)?\/(\d+)/, /\b(OPR)\/(\d+)/, /\b(YaBrowser)\/(\d+)/, /\b(Firefox|FxiOS)\/(\d+)/],
  ...[/\b(?:Headless)?(Chrome|CriOS|Chromium)\/(\d+)/, /\bVersion\/(?<version>\d+).*\b(Safari)\//],
];
const NAMES: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', FxiOS: 'Firefox', CriOS: 'Chrome' };
const SYSTEMS = [/\b(iPhone|iPad|Android|CrOS|Windows|Web0S|Tizen)\b/, /\b(Mac) OS X\b/, /\b(Linux)\b/];

/** @param agent of a request; what is no browser's stays as it is */
export function browserWords(agent: string): string {
  const found = BROWSERS.map((known) => known.exec(agent)).find((one) => one !== null);
  if (!found) return agent;
  const name = found.groups?.version === undefined ? found[1] : found[2];
  const version = found.groups?.version ?? found[2];
  const system = SYSTEMS.map((known) => known.exec(agent)?.[1]).find((one) => one !== undefined);
  return [`${NAMES[name] ?? name} ${version}`, system].filter((word) => word !== undefined).join(', ');
}

/** A sentence with what a browser calls itself in it. */
export const withBrowserWords = (about: string): string => about.replace(/Mozilla\/5\.0 .*$/, browserWords);
