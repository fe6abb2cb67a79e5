// The command line was called in a way that it can't follow: the sentence says what to write instead.

export class WrongUse extends Error {}
