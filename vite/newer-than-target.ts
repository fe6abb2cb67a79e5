// What engines of TVs don't have: everything here came to Chrome after 85, with the version in which it came (MDN's
// compatibility tables). Names only: where a name is used safely, old-engines.ts says why.

/** global or static functions */
export const FUNCTIONS: Readonly<Record<string, number>> = {
  'Object.hasOwn': 93,
  'Object.groupBy': 117,
  'Map.groupBy': 117,
  'Array.fromAsync': 121,
  'Promise.withResolvers': 119,
  'Promise.try': 128,
  structuredClone: 98,
  'AbortSignal.timeout': 103,
  'AbortSignal.any': 116,
  'crypto.randomUUID': 92,
  'URL.canParse': 120,
  'URL.parse': 126,
  'Response.json': 105,
  'CSS.highlights': 105,
  'document.startViewTransition': 111,
  'scheduler.postTask': 94,
};

/** methods whatever they are called on */
export const METHODS: Readonly<Record<string, number>> = {
  at: 92,
  findLast: 97,
  findLastIndex: 97,
  toSorted: 110,
  toReversed: 110,
  toSpliced: 110,
  isWellFormed: 111,
  toWellFormed: 111,
  replaceChildren: 86,
  checkVisibility: 105,
  showPopover: 114,
  getOrInsert: 145,
  union: 122,
  intersection: 122,
  isSubsetOf: 122,
};

/** properties of stylesheets */
export const CSS_PROPERTIES: Readonly<Record<string, number>> = {
  inset: 87,
  'inset-inline': 87,
  'inset-block': 87,
  'padding-inline': 87,
  'padding-block': 87,
  'margin-inline': 87,
  'margin-block': 87,
  'aspect-ratio': 88,
  'accent-color': 93,
  'scrollbar-gutter': 94,
  'container-type': 105,
  'container-name': 105,
  container: 105,
  translate: 104,
  rotate: 104,
  scale: 104,
  'text-wrap': 114,
  'overflow-clip-margin': 90,
  'view-transition-name': 111,
  'animation-timeline': 115,
  'anchor-name': 125,
  'field-sizing': 123,
  'interpolate-size': 129,
};

/** units and functions in values */
export const CSS_VALUES: Readonly<Record<string, number>> = {
  'oklch(': 111,
  'oklab(': 111,
  'lab(': 111,
  'lch(': 111,
  'color-mix(': 111,
  'color(': 111,
  'light-dark(': 123,
  dvh: 108,
  svh: 108,
  lvh: 108,
  dvw: 108,
  cqw: 105,
  cqh: 105,
  cqi: 105,
  cqb: 105,
  cqmin: 105,
  cqmax: 105,
  'round(': 125,
  'mod(': 125,
  'sin(': 111,
  'pow(': 120,
  'sqrt(': 120,
  'anchor(': 125,
};

export const CSS_SELECTORS: Readonly<Record<string, number>> = {
  ':has(': 105,
  ':is(': 88,
  ':where(': 88,
  ':focus-visible': 86,
  ':user-valid': 119,
  ':modal': 105,
  ':popover-open': 114,
  '::highlight(': 105,
  '&': 112,
};

export const CSS_AT_RULES: Readonly<Record<string, number>> = {
  container: 105,
  layer: 99,
  scope: 118,
  'starting-style': 117,
  'view-transition': 126,
  'position-try': 125,
};
