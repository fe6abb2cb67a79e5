// What a screen signs to prove that it is the device that was paired (P73). The same on both ends, and nothing else than
// a screen of Tablo would ever sign.
export const provenText = (nonce: string): string => `tablo screen ${nonce}`;
