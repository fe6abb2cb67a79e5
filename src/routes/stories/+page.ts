// The stories show every widget there is.
import { loadWidgets } from '#lib/widget.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = () => loadWidgets();
