// Words of the editor: names of widgets and options, what the linter found, what an option may be.
import type { Finding } from '#core/board/finding.ts';
import type { OptionSpec } from '#core/board/options.ts';
import { t, wordOr, type Key } from '#lib/i18n/translate.ts';
import { WIDGETS } from '#lib/widget.ts';
import type { Size } from './layout.ts';

export const titleOfWidget = (widget: string): string => wordOr(WIDGETS.get(widget)?.manifest.title ?? '', widget);

/** Of one that is not known: a few cells. */
export const leastOfWidget = (widget: string): Size => WIDGETS.get(widget)?.manifest.least ?? { width: 2, height: 2 };

export const optionName = (name: string): string => wordOr(`edit.option.${name}`, name);

/** In the language of this screen. */
export function findingWords({ code, params }: Finding): string {
  // The linter's codes and their parameters are those of the messages: tests/lib/finding-words.test.ts.
  const words = 'shape' in params ? { ...params, shape: t(`edit.shape.${params.shape}`) } : params;
  return t(`edit.finding.${code}` as Key, ...([words] as unknown as []));
}

/** What would be right instead. */
export function wantedWords(spec: OptionSpec): string {
  if (spec.kind !== 'number') return t('edit.wanted.text', { most: spec.kind === 'text' ? (spec.most ?? 80) : 80 });
  const { least, most } = spec;
  return spec.whole ? t('edit.wanted.whole', { least, most }) : t('edit.wanted.number', { least, most });
}
