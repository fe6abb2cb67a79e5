// What a token of a sender may be for: the server judges by it, and the page of access offers it.
export const TOKEN_USES = ['events', 'events,metrics', 'numbers'] as const;
export type TokenUse = (typeof TOKEN_USES)[number];
