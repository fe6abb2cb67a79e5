import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseClientMessage, parseServerMessage } from '#core/protocol/messages.ts';

test.each([
  ['{"t":"hello","protocol":1}', true],
  ['{"t":"watch","topic":"floor?scope=all"}', true],
  ['{"t":"clock","t0":12.5,"extra":{}}', true],
  ['{"t":"watch"}', false],
  ['{"t":"watch","topic":7}', false],
  ['{"t":"clock","t0":1e999}', false],
  ['{"t":"welcome","protocol":1,"build":"x","now":1}', false],
  ['{"t":"__proto__"}', false],
  ['{"t":"toString"}', false],
  ['[]', false],
  ['null', false],
  ['7', false],
  ['', false],
])('a client frame %s is understood: %s', (frame, good) => expect(parseClientMessage(frame).ok).toBe(good));

test('what is wrong with a frame is said with the value and the remedy', () => {
  const parsed = parseServerMessage('{"t":"beat","now":"later"}');
  expect(parsed).toEqual({
    ok: false,
    problem: { code: 'invalid_type', message: 'now is "later"; a number is expected.', path: 'now' },
  });
});

test('no text makes the parser throw', () => {
  const frame = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((json) => `{"t":"delta","topic":${json}}`),
  );
  fc.assert(
    fc.property(frame, (text) => {
      parseClientMessage(text);
      parseServerMessage(text);
    }),
  );
});
