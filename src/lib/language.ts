// The language that screens are written in.
export const LANGUAGE = 'en';
