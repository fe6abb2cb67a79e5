// What a board gives one of its widgets, or why that one can't be shown: the others are shown all the same.
import type { Placement } from '#core/board/board.ts';
import { parseOptions } from '#core/board/options.ts';
import { fail, type Result } from '#core/result.ts';
import { isMetric, t } from '#lib/i18n/translate.ts';
import { problemWords } from '#lib/problem-words.ts';
import { WIDGETS, type WidgetProps } from '#lib/widget.ts';

/** @returns options of a widget that is loaded, or a problem in the language of this screen */
export function givenOptions({ widget, options }: Placement): Result<WidgetProps['options']> {
  const specs = WIDGETS.get(widget)?.manifest.options;
  if (!specs) return fail('unknown_widget', t('board.noWidget', { widget }));
  const parsed = parseOptions(specs, options);
  if (!parsed.ok) return fail(parsed.problem.code, problemWords(parsed.problem));
  for (const [name, { kind }] of Object.entries(specs)) {
    const metric = String(parsed.value[name]);
    // One that the server does not know it refuses together with all that is asked for beside it.
    if (kind === 'metric' && !isMetric(metric)) return fail('unknown_metric', t('board.noMetric', { metric }));
  }
  return parsed;
}
