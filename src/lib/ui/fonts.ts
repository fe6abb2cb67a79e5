// Tells when letters may have another width than before: a subset of the font came in (Cyrillic comes when it is needed).

/** @returns stops telling */
export function onFonts(run: () => void): () => void {
  document.fonts.addEventListener('loadingdone', run);
  void document.fonts.ready.then(run);
  return () => document.fonts.removeEventListener('loadingdone', run);
}
