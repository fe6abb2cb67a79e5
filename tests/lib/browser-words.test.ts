import { describe, expect, it } from 'vitest';
import { browserWords, withBrowserWords } from '#lib/access/browser-words.ts';

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0';

describe('what a browser calls itself', () => {
  it.each([
    [`${CHROME} Safari/537.36`, 'Chrome 150, Windows'],
    [`${CHROME} Safari/537.36 Edg/150.0.0.0`, 'Edge 150, Windows'],
    [`${CHROME} YaBrowser/26.4.0 Safari/537.36`, 'YaBrowser 26, Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140, Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari 18, iPhone',
    ],
    [
      'Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.88 Safari/537.36',
      'Chrome 87, Web0S',
    ],
    ['curl/8.5.0', 'curl/8.5.0'],
    ['', ''],
  ])('%s is told as people know it', (agent, words) => expect(browserWords(agent)).toBe(words));

  it('is shortened where it stands in a line of the log', () => {
    expect(withBrowserWords(`SSO: leader, all sites; ${CHROME} Safari/537.36`)).toBe(
      'SSO: leader, all sites; Chrome 150, Windows',
    );
    expect(withBrowserWords('north as viewer')).toBe('north as viewer');
  });
});
