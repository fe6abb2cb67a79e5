// Words of the editor: names of widgets and options, what an option may be.
import type { OptionSpec } from '#core/board/options.ts';
import { t, wordOr } from '#lib/i18n/translate.ts';
import { WIDGETS } from '#lib/widget.ts';
import type { Size } from './layout.ts';

export const titleOfWidget = (widget: string): string => wordOr(WIDGETS.get(widget)?.manifest.title ?? '', widget);

/** Of one that is not known: a few cells. */
export const leastOfWidget = (widget: string): Size => WIDGETS.get(widget)?.manifest.least ?? { width: 2, height: 2 };

export const optionName = (name: string): string => wordOr(`edit.option.${name}`, name);

/** What would be right instead. */
export function wantedWords(spec: OptionSpec): string {
  if (spec.kind !== 'number') return t('edit.wanted.text', { most: spec.kind === 'text' ? (spec.most ?? 80) : 80 });
  const { least, most } = spec;
  return spec.whole ? t('edit.wanted.whole', { least, most }) : t('edit.wanted.number', { least, most });
}
